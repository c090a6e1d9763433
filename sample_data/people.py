"""Invented people: names, ID numbers that are nobody's, telephone numbers that do not exist, families."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

AREA = "999999"  # not the code of any place
PHONE = "1000"  # no mobile number begins with 10
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

COMMON_SURNAMES = tuple("王张陈林周吴徐孙朱胡郭何高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蔡蒋余叶程苏魏吕丁任沈姚卢")
_OLD_MEN = "根生 阿木 福林 金水 土根 炳炎 宝法 连生 顺兴 正根 仁法 德高 永祥 长庚 水根 忠良 国芳 文清 阿毛 庆余"
_MEN = (
    "建国 建军 志强 国平 永明 海波 文斌 伟 勇 军 斌 小明 立新 爱国 学军 卫东 金龙 良才 春林 德明 国庆 国良 华 平 "
    "建华 建平 新华 志明 明华 永康 根法 杰 峰 海峰 晓东 利民 家富 仁杰 兴旺 福根"
)
_BOYS = "浩 宇轩 子涵 俊杰 浩然 家豪 子轩 天宇 博文 一鸣 嘉乐 晨阳 志远 凯 鑫 旭东 佳伟 泽宇 思远 俊"
_OLD_WOMEN = "阿香 小妹 菊花 桂英 秀珍 杏花 彩娣 银花 凤仙 素珍 桂花 水仙 阿娥 翠娥 招娣 根娣 梅仙 玉娟 兰香"
_WOMEN = (
    "秀英 丽华 美芳 桂兰 玉兰 海燕 丽娟 敏 芳 丽 静 燕 红 霞 艳 春燕 爱华 彩萍 亚萍 雪芬 美华 美娟 建芬 小红 秋菊 "
    "冬梅 玲 萍 桂芳 红梅"
)
_GIRLS = "欣怡 子涵 梓涵 雨欣 诗涵 佳怡 思琪 雨桐 梦瑶 一诺 可欣 婷婷 佳慧 悦 晓雯 若曦 语嫣 嘉怡 紫萱 静怡"


@dataclass
class Member:
    """A person of a household; children and old people often have no ID number and no telephone."""

    name: str
    relation: str
    male: bool
    born: date
    age: int
    id_number: str = ""
    phone: str = ""
    ability: str = ""
    note: str = ""


def check_digit(first_17: str) -> str:
    """The last character of an 18-digit ID number."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first_17, strict=True))
    return "10X98765432"[total % 11]


@dataclass
class People:
    """Makes the people of one village; `block` (0–4) keeps the numbers of the villages apart."""

    rng: Random
    block: int
    surnames: tuple[str, ...]
    today: date
    _ids: set[str] = field(default_factory=set)
    _phones: set[str] = field(default_factory=set)

    def surname(self, local: float = 0.72) -> str:
        """A surname; with the given probability one of the village's own, the first of them most often."""
        if self.rng.random() < local:
            return self.rng.choices(self.surnames, [6, 2, 1][: len(self.surnames)])[0]
        return self.rng.choice(COMMON_SURNAMES)

    def person(self, surname: str, relation: str, male: bool, age: int) -> Member:
        """A person of that age on the day of the rating."""
        old, adult, young = (_OLD_MEN, _MEN, _BOYS) if male else (_OLD_WOMEN, _WOMEN, _GIRLS)
        given = self.rng.choice((old if age > 63 else adult if age > 27 else young).split())
        born = self.today - timedelta(days=age * 365 + age // 4 + self.rng.randrange(2, 355))
        years = self.today.year - born.year - ((self.today.month, self.today.day) < (born.month, born.day))
        ability = "有" if 18 <= age <= 64 else "部分" if 65 <= age <= 72 else "无"
        return Member(surname + given, relation, male, born, years, ability=ability)

    def id_number(self, member: Member) -> str:
        """A new ID number that fits the person's birth date and sex."""
        while True:
            serial = 200 * self.block + 2 * self.rng.randrange(100) + member.male
            first_17 = f"{AREA}{member.born:%Y%m%d}{serial:03d}"
            number = first_17 + check_digit(first_17)
            if number not in self._ids:
                self._ids.add(number)
                return number

    def phone(self) -> str:
        """A new telephone number of eleven digits."""
        while True:
            number = f"{PHONE}{self.block}{self.rng.randrange(10**6):06d}"
            if number not in self._phones:
                self._phones.add(number)
                return number

    def head(self, age: int) -> Member:
        """The head of a household, with ID number and telephone."""
        head = self.person(self.surname(), "户主", self.rng.random() < 0.86, age)
        head.id_number, head.phone = self.id_number(head), self.phone()
        return head

    def family(self, head_age: int | None = None) -> list[Member]:
        """One to six people, the head first, their ages in keeping with their relations."""
        rng = self.rng
        age = head_age or round(rng.triangular(29, 78, 50))
        head = self.head(age)
        family = [head]
        name = head.name[0]
        if rng.random() < (0.88 if age < 70 else 0.55):
            own_name = self.surname(0.3)
            family.append(self.person(own_name, "配偶", not head.male, age + rng.randint(-4, 3)))
            name = name if head.male else own_name
        family += self._children(name, age)
        family += self._parents(head)
        family = family[:6]
        for member in family[1:]:
            self._papers(member)
        return family

    def _children(self, name: str, age: int) -> list[Member]:
        """The children of the house; from a grown-up son on also his wife and child."""
        rng = self.rng
        children: list[Member] = []
        oldest = age - rng.randint(23, 28)
        if oldest < 0 or (oldest > 30 and rng.random() < 0.45):
            return children
        for child_age in [oldest, oldest - rng.randint(2, 6)][: 1 + (rng.random() < 0.4)]:
            if child_age >= 0:
                male = rng.random() < 0.55
                children.append(self.person(name, "儿子" if male else "女儿", male, child_age))
        if children and children[0].male and oldest >= 26 and rng.random() < 0.7:
            children.append(self.person(self.surname(0.3), "儿媳", False, oldest - rng.randint(0, 3)))
            if rng.random() < 0.75:
                male = rng.random() < 0.5
                grandchild = max(0, oldest - rng.randint(25, 28))
                children.append(self.person(name, "孙子" if male else "孙女", male, grandchild))
        return children

    def _parents(self, head: Member) -> list[Member]:
        """Father or mother of the head, where they live in the house."""
        rng = self.rng
        parents: list[Member] = []
        if head.age < 66 and rng.random() < 0.22:
            parents.append(self.person(head.name[0], "父亲", True, head.age + rng.randint(22, 28)))
        if head.age < 66 and rng.random() < 0.3:
            parents.append(self.person(self.surname(0.3), "母亲", False, head.age + rng.randint(21, 26)))
        return [parent for parent in parents if parent.age <= 94]

    def _papers(self, member: Member) -> None:
        """ID number and telephone, as far as anybody asked for them."""
        if 18 <= member.age <= 66:
            if self.rng.random() < 0.75:
                member.id_number = self.id_number(member)
            if self.rng.random() < 0.4:
                member.phone = self.phone()
        elif 6 <= member.age < 18 and self.rng.random() < 0.4:
            member.note = "在校学生"
