"""Nasty workbooks: made cases with what must come of each, and seeded mutants of good files.

Each case is either read, with the cells that must come out, or refused with one of the codes that name what is wrong.
"""

import random
import re
import struct
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, partial
from io import BytesIO
from pathlib import Path

from gridcredit.findings import Finding
from gridcredit.ingest.parts import unpack
from gridcredit.ingest.workbook import FileRefused, Reading, Trouble

FILES = Path(__file__).parent / "ingest" / "files"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PACKAGES = "http://schemas.openxmlformats.org/package/2006"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SHEET = "xl/worksheets/sheet1.xml"
ERROR, NO_VALUE = Trouble("ERROR_CELL"), Trouble("FORMULA_WITHOUT_VALUE")
LONG, ODD, SHIFTED = Trouble("TEXT_TOO_LONG"), Trouble("TEXT_DAMAGED"), Trouble("ROW_SHIFTED")
GRID = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>5</v></c></row>'
AS_GRID = {"A1": "户号", "B1": 5.0}

Cells = Mapping[str, object]
Parts = dict[str, str | bytes]


@dataclass(frozen=True)
class Case:
    """``reads``: cells of the first sheet by address (None: blank), or None where one of ``refused`` must come.

    ``data`` is a function where the file is one that needs the limits of the reader's process.
    """

    name: str
    data: bytes | Callable[[], bytes]
    reads: Cells | None = None
    refused: tuple[str, ...] = ()
    file: str = "甲村.xlsx"
    notes: tuple[str, ...] = ()
    hidden: tuple[Sequence[int], Sequence[int]] | None = None
    size: tuple[int, int] | None = None
    merged: tuple[object, ...] | None = None
    at: str = ""

    def content(self) -> bytes:
        """The file's bytes; large ones are made only now."""
        return self.data if isinstance(self.data, bytes) else self.data()


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return file.getvalue()


def parts(
    rows: str = GRID,
    strings: str = "<si><t>户号</t></si>",
    formats: str = "",
    styles: str = '<xf numFmtId="0"/>',
    before: str = "",
    after: str = "",
    main: str = MAIN,
    relations: str = RELATIONS,
    book: str = "",
) -> Parts:
    """The parts of a workbook with one sheet, from pieces of XML."""
    return {
        "[Content_Types].xml": f'{XML}<Types xmlns="{PACKAGES}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{CONTENT}.sheet.main+xml"/>'
        f'<Override PartName="/{SHEET}" ContentType="{CONTENT}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{CONTENT}.styles+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{CONTENT}.sharedStrings+xml"/></Types>',
        "_rels/.rels": f'{XML}<Relationships xmlns="{PACKAGES}/relationships">'
        f'<Relationship Id="rId1" Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{XML}<workbook xmlns="{main}" xmlns:r="{relations}">{book}'
        '<sheets><sheet name="农户" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{XML}<Relationships xmlns="{PACKAGES}/relationships">'
        f'<Relationship Id="rId1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{relations}/sharedStrings" Target="sharedStrings.xml"/>'
        f'<Relationship Id="rId3" Type="{relations}/styles" Target="styles.xml"/></Relationships>',
        "xl/sharedStrings.xml": f'{XML}<sst xmlns="{main}" count="1" uniqueCount="1">{strings}</sst>',
        "xl/styles.xml": f'{XML}<styleSheet xmlns="{main}"><numFmts>{formats}</numFmts>'
        f"<cellXfs>{styles}</cellXfs></styleSheet>",
        SHEET: f'{XML}<worksheet xmlns="{main}" xmlns:r="{relations}">{before}'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>",
    }


def book(**pieces: str) -> bytes:
    return zipped(parts(**pieces))


def changed(part: str, change: Callable[[str], str | bytes], **pieces: str) -> bytes:
    """A workbook with one part changed."""
    whole = parts(**pieces)
    text = whole[part]
    assert isinstance(text, str)
    whole[part] = change(text)
    assert whole[part] != text
    return zipped(whole)


def replaced(part: str, old: str, new: str) -> bytes:
    return changed(part, lambda text: text.replace(old, new))


def cell(address: str, inside: str = "", attributes: str = "") -> str:
    number = re.sub("[A-Z]", "", address)
    return f'<row r="{number}"><c r="{address}" {attributes}>{inside}</c></row>'


def cases() -> Iterator[Case]:
    for make in (
        _containers, _books, _sheets, _values, _texts, _dates, _large, _old, _open_document, _delimited, _web, _others
    ):  # fmt: skip
        yield from make()


def _containers() -> Iterator[Case]:
    good = book()
    yield Case("nothing", b"", refused=("FILE_EMPTY",))
    yield Case("cut in half", good[: len(good) // 2], refused=("FILE_DAMAGED",))
    yield Case("without its last bytes", good[:-30], refused=("FILE_DAMAGED",))
    yield Case("only the first bytes", good[:40], refused=("FILE_DAMAGED",))
    yield Case("NUL bytes", bytes(5000), refused=("FILE_NOT_WORKBOOK",))
    yield Case("a good one after NUL bytes", bytes(512) + good, refused=("FILE_NOT_WORKBOOK",))
    yield Case("bytes after its end", good + b"\0" * 100, AS_GRID)
    yield Case("no package at all", zipped({"a.txt": "x"}), refused=("FILE_OTHER_FORMAT",))
    yield Case("an empty zip", b"PK\5\6" + bytes(18), refused=("FILE_NOT_WORKBOOK",))
    yield Case("binary workbook", zipped({"xl/workbook.bin": "x"}), refused=("FILE_OTHER_FORMAT",))
    yield Case("Word document", zipped({"word/document.xml": "<w/>"}), refused=("FILE_OTHER_FORMAT",))
    twice = BytesIO(good)
    with zipfile.ZipFile(twice, "a") as package:
        package.writestr(SHEET.upper(), "<worksheet/>")
    yield Case("two parts of one name", twice.getvalue(), refused=("FILE_UNSAFE",))
    yield Case("a part outside", zipped({**parts(), "../../evil.xml": "x"}), refused=("FILE_UNSAFE",))
    yield Case("a part on a drive", zipped({**parts(), "C:/evil.xml": "x"}), refused=("FILE_UNSAFE",))
    yield Case("backslashes in names", _renamed(parts(), lambda name: name.replace("/", "\\")), AS_GRID)
    yield Case("names in capitals", _renamed(parts(), str.upper), AS_GRID)
    yield Case(
        "too many parts",
        lambda: zipped({**parts(), **{f"x{n}": "" for n in range(10_001)}}),
        refused=("FILE_TOO_LARGE",),
    )
    yield Case("an encrypted zip", _flagged(good, 1), refused=("FILE_OTHER_FORMAT", "FILE_DAMAGED"))
    yield Case("an unknown compression", _method(good, 99), refused=("FILE_DAMAGED",))
    yield Case("a wrong checksum", _flip(good, "sharedStrings.xml"), refused=("FILE_DAMAGED",))
    yield Case("a bomb", _bomb, refused=("FILE_TOO_LARGE",))
    yield Case("a bomb that lies about its size", lambda: _bomb(lie=True), refused=("FILE_DAMAGED", "FILE_TOO_LARGE"))
    nested = {**parts(), "xl/media/inner.zip": zipped({"x": bytes(100_000)})}
    yield Case("a zip in the zip, not looked into", zipped(nested), AS_GRID)


def _books() -> Iterator[Case]:
    rels = "xl/_rels/workbook.xml.rels"
    main = "xl/workbook.xml"
    target = "worksheets/sheet1.xml"
    for name, other in {
        "missing": "worksheets/sheet9.xml", "outside": "../../../../etc/passwd", "of a web site": "http://x.test/a.xml",
        "empty": "", "the workbook itself": "workbook.xml",
    }.items():  # fmt: skip
        yield Case(
            f"a sheet's part is {name}",
            replaced(rels, target, other),
            refused=("FILE_DAMAGED",),
        )
    yield Case("an absolute target", changed(rels, lambda t: t.replace(target, "/xl/" + target)), AS_GRID)
    yield Case("an external sheet", changed(rels, lambda t: t.replace(f'"{target}"', f'"{target}" TargetMode="External"')), refused=("FILE_DAMAGED",))  # fmt: skip
    yield Case("no relations", zipped({k: v for k, v in parts().items() if k != rels}), refused=("FILE_DAMAGED",))
    yield Case("no package relations", zipped({k: v for k, v in parts().items() if k != "_rels/.rels"}), AS_GRID)
    yield Case("two relations of one id", changed(rels, lambda t: t.replace("rId2", "rId1")), refused=("FILE_DAMAGED",))
    sheet = '<sheet name="农户" sheetId="1" r:id="rId1"/>'
    yield Case(
        "two sheets of one name", changed(main, lambda t: t.replace(sheet, sheet * 2)), refused=("FILE_DAMAGED",)
    )
    again = sheet + sheet.replace("农户", "评议")
    yield Case("one part as two sheets", changed(main, lambda t: t.replace(sheet, again)), refused=("FILE_DAMAGED",))
    yield Case("no sheets", changed(main, lambda t: t.replace(sheet, "")), refused=("FILE_DAMAGED",))
    yield Case("a workbook that is no XML", changed(main, lambda t: "workbook"), refused=("FILE_DAMAGED",))
    yield Case(
        "a workbook of another kind",
        changed(main, lambda t: t.replace("workbook", "notebook")),
        refused=("FILE_DAMAGED",),
    )
    prefixed = f'<x:workbook xmlns:x="{MAIN}" xmlns:r="{RELATIONS}"><x:sheets><x:sheet name="农户" r:id="rId1"/></x:sheets></x:workbook>'
    yield Case("a workbook with prefixes", changed(main, lambda t: prefixed), AS_GRID)
    yield Case(
        "no shared texts", zipped({k: v for k, v in parts().items() if "shared" not in k}), refused=("FILE_DAMAGED",)
    )
    yield Case("Strict Open XML", book(main=STRICT, relations=STRICT_RELATIONS), AS_GRID)
    macros = zipped({**parts(), "xl/vbaProject.bin": "x"})
    yield Case("macros", macros, AS_GRID, notes=("MACROS_IGNORED",), file="甲村.xlsm")
    yield Case("named .xls", book(), AS_GRID, notes=("FILE_MISNAMED",), file="甲村.xls")
    yield Case("named .csv", book(), AS_GRID, notes=("FILE_MISNAMED",), file="甲村.csv")
    yield Case("WPS's name", book(), AS_GRID, file="甲村.et")
    doctype = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    for part in (main, SHEET, "xl/sharedStrings.xml", "xl/styles.xml", rels, "_rels/.rels"):
        data = changed(part, lambda t: t.replace(XML, XML + doctype))
        yield Case(f"entities in {part}", data, refused=("FILE_UNSAFE",))
    yield Case("an external entity", changed(SHEET, lambda t: t.replace(XML, '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>')), refused=("FILE_UNSAFE",))  # fmt: skip


def _sheets() -> Iterator[Case]:
    for wrong in ("A1", "A1:A1", "C5:XFD1048576", "nonsense"):
        yield Case(f"dimension {wrong}", book(before=f'<dimension ref="{wrong}"/>'), AS_GRID)
    no_addresses = re.sub(r' r="[A-Z]*\d+"', "", GRID)
    yield Case("no addresses", book(rows=no_addresses), AS_GRID)
    yield Case("no rows' numbers", book(rows=GRID.replace('<row r="1">', "<row>")), AS_GRID)
    swapped = cell("A3", "<v>3</v>") + cell("A1", "<v>1</v>") + cell("A2", "<v>2</v>")
    yield Case("rows out of order", book(rows=swapped), {"A1": 1.0, "A2": 2.0, "A3": 3.0})
    yield Case("a row twice", book(rows=GRID + GRID), refused=("FILE_DAMAGED",), at="A1")
    doubled = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="A1"><v>3</v></c></row>'
    yield Case("a cell twice", book(rows=doubled), refused=("FILE_DAMAGED",), at="A1")
    backward = '<row r="1"><c r="C1"><v>3</v></c><c r="A1"><v>1</v></c></row>'
    yield Case("cells out of order", book(rows=backward), {"A1": 1.0, "B1": None, "C1": 3.0})
    yield Case("a cell of another row", book(rows='<row r="2"><c r="A3"><v>1</v></c></row>'), refused=("FILE_DAMAGED",))
    yield Case(
        "an address in small letters", book(rows=cell("A1", "<v>1</v>").replace("A1", "a1")), refused=("FILE_DAMAGED",)
    )
    yield Case("row nought", book(rows=GRID.replace('r="1"', 'r="0"')), refused=("FILE_DAMAGED",))
    yield Case("a row below all", book(rows=cell("A1048577", "<v>1</v>")), refused=("FILE_DAMAGED",))
    yield Case("a column beyond all", book(rows=cell("ZZZ1", "<v>1</v>")), refused=("FILE_DAMAGED",))
    inside = GRID.replace("<", "<x:").replace("<x:/", "</x:")
    prefixed = f'{XML}<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{inside}</x:sheetData></x:worksheet>'
    yield Case("prefixes", changed(SHEET, lambda t: prefixed), AS_GRID)
    wide = parts()[SHEET]
    assert isinstance(wide, str)
    for encoding in ("utf-16", "utf-16-le", "utf-16-be"):
        data = zipped({**parts(), SHEET: wide.replace("UTF-8", "UTF-16").encode(encoding)})
        yield Case(f"a sheet in {encoding}", data, AS_GRID)
    yield Case(
        "a sheet in GBK", changed(SHEET, lambda t: t.replace("UTF-8", "GBK").encode("gbk")), refused=("FILE_DAMAGED",)
    )
    yield Case("a sheet that says UTF-8 and is GBK", changed(SHEET, lambda t: t.encode("gbk"), rows=cell("A1", "<is><t>户号</t></is>", 't="inlineStr"')), refused=("FILE_DAMAGED",))  # fmt: skip
    yield Case("a byte order mark", changed(SHEET, lambda t: t.encode("utf-8-sig")), AS_GRID)
    yield Case("cut off", changed(SHEET, lambda t: t[:-40]), refused=("FILE_DAMAGED",))
    yield Case(
        "tags crossed", changed(SHEET, lambda t: t.replace("</c></row>", "</row></c>")), refused=("FILE_DAMAGED",)
    )
    yield Case(
        "no data", changed(SHEET, lambda t: t.replace(f"<sheetData>{GRID}</sheetData>", "")), refused=("FILE_DAMAGED",)
    )
    yield Case(
        "data twice",
        changed(SHEET, lambda t: t.replace("</worksheet>", "<sheetData/></worksheet>")),
        refused=("FILE_DAMAGED",),
    )
    yield Case("data in a comment before the real", book(before=f"<!-- <sheetData>{GRID}</sheetData> -->", rows=cell("A1", "<v>1</v>")), {"A1": 1.0})  # fmt: skip
    yield Case(
        "an unknown element for a cell",
        book(rows=GRID.replace("<c r", "<d r").replace("</c>", "</d>")),
        refused=("FILE_DAMAGED",),
    )
    yield Case("a foreign element among rows", book(rows=GRID + '<y:row xmlns:y="urn:y"/>'), refused=("FILE_DAMAGED",))
    yield Case(
        "a chart instead of a sheet",
        changed(SHEET, lambda t: t.replace("worksheet", "chartsheet")),
        refused=("FILE_DAMAGED",),
    )
    yield Case("swapped parts", zipped({**parts(), SHEET: parts()["xl/styles.xml"]}), refused=("FILE_DAMAGED",))
    yield Case("spaces between elements", book(rows=GRID.replace("><", ">\n <")), AS_GRID)
    comments = GRID.replace("<v>5</v>", "<v><!-- 9 -->5<![CDATA[0]]></v>")
    yield Case("comments and CDATA in a value", book(rows=comments), {"A1": "户号", "B1": 50.0})
    yield Case("nested as some do", book(after="<extLst>" + "<a>" * 400 + "</a>" * 400 + "</extLst>"), AS_GRID)
    rows = '<row r="1" hidden="1"><c r="A1"><v>1</v></c></row><row r="2" ht="0" customHeight="1"><c r="A2"><v>2</v></c></row>'
    both = '<cols><col min="2" max="16384" width="9" hidden="1"/></cols>'
    visible = '<row r="3"><c r="B3"><v>3</v></c></row>'
    yield Case(
        "hidden rows and columns", book(rows=rows + visible, before=both), {"A1": 1.0, "B3": 3.0}, hidden=((0, 1), (1,))
    )
    wide = '<cols><col min="1" max="2147483647" width="0"/></cols>'
    yield Case("hidden columns beyond all", book(before=wide), AS_GRID, hidden=((), (0, 1)))
    zero = '<sheetFormatPr zeroHeight="1"/>'
    yield Case("hidden by default", book(before=zero, rows=cell("A1", "<v>1</v>")), {"A1": 1.0}, hidden=((0,), ()))
    huge = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    yield Case("everything merged", book(after=huge), AS_GRID, merged=(((0, 0), (100, 101)),))
    overlap = '<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="A1:B1"/></mergeCells>'
    yield Case("merged cells that overlap", book(after=overlap), refused=("FILE_DAMAGED",), at="A1")
    yield Case("a merge of nonsense", book(after=huge.replace("A1:", "1A:")), refused=("FILE_DAMAGED",))


def _values() -> Iterator[Case]:
    yield Case("an error", book(rows=cell("A1", "<v>#N/A</v>", 't="e"')), {"A1": ERROR})
    yield Case("a formula with an error", book(rows=cell("A1", "<f>1/0</f><v>#DIV/0!</v>", 't="e"')), {"A1": ERROR})
    for inside in ("<f>1+1</f>", "<f>1+1</f><v></v>", "<f>1+1</f><v/>", '<f t="shared" si="0"/>'):
        yield Case(f"a formula without result {inside}", book(rows=cell("A1", inside)), {"A1": NO_VALUE})
    yield Case("a text formula without result", book(rows=cell("A1", "<f>B1</f>", 't="str"')), {"A1": NO_VALUE})
    yield Case("a formula with result", book(rows=cell("A1", '<f aca="false">A2&amp;"x"</f><v>7</v>')), {"A1": 7.0})
    yield Case("a formula with an empty text", book(rows=cell("A1", "<f>B1</f><v></v>", 't="str"') + cell("A2", "<v>1</v>")), {"A1": None, "A2": 1.0})  # fmt: skip
    zero = cell("A1", "<f>B1*3</f><v>0</v>")
    yield Case("the result 0", book(rows=zero), {"A1": 0.0})
    yield Case("a placeholder 0", book(rows=zero, book='<calcPr fullCalcOnLoad="1"/>'), {"A1": NO_VALUE})
    yield Case("a real result although recalculated", book(rows=zero.replace("<v>0", "<v>9"), book='<calcPr fullCalcOnLoad="1"/>'), {"A1": 9.0})  # fmt: skip
    for text, value in {
        "1E5": 1e5,
        "-0.5": -0.5,
        " 5 ": 5.0,
        "123456789012345678": 123456789012345680.0,
        "5.": 5.0,
    }.items():
        yield Case(f"the number {text!r}", book(rows=cell("A1", f"<v>{text}</v>")), {"A1": value})
    for text in ("nan", "inf", "1e999", "1_000", "0x10", "5万", "１２", "1,5", "-", "٣"):
        yield Case(f"no number {text!r}", book(rows=cell("A1", f"<v>{text}</v>")), refused=("FILE_DAMAGED",), at="A1")
    yield Case("yes and no", book(rows='<row r="1"><c r="A1" t="b"><v>1</v></c><c r="B1" t="b"><v>0</v></c></row>'), {"A1": True, "B1": False})  # fmt: skip
    yield Case("neither yes nor no", book(rows=cell("A1", "<v>2</v>", 't="b"')), refused=("FILE_DAMAGED",), at="A1")
    yield Case("an unknown type", book(rows=cell("A1", "<v>2</v>", 't="q"')), refused=("FILE_DAMAGED",), at="A1")
    yield Case("two values", book(rows=cell("A1", "<v>2</v><v>3</v>")), refused=("FILE_DAMAGED",), at="A1")
    for number in ("1", "-1", "99999999999", "x"):
        data = book(rows=cell("B7", f"<v>{number}</v>", 't="s"'))
        yield Case(f"a shared text that is not there, {number}", data, refused=("FILE_DAMAGED",), at="B7")


def _texts() -> Iterator[Case]:
    def shared(item: str) -> bytes:
        return book(strings=f"<si>{item}</si>", rows=cell("A1", "<v>0</v>", 't="s"') + cell("B2", "<v>1</v>"))

    def inline(item: str) -> bytes:
        return book(rows=cell("A1", f"<is>{item}</is>", 't="inlineStr"') + cell("B2", "<v>1</v>"))

    texts: dict[str, tuple[str, object]] = {
        "outer spaces kept": ('<t xml:space="preserve"> 甲 </t>', " 甲 "),
        "outer spaces not kept": ("<t> 甲 </t>", "甲"),
        "a line break escaped": ("<t>甲_x000D_乙</t>", "甲\r乙"),
        "an escaped escape": ("<t>甲_x005F_x000D_乙</t>", "甲_x000D_乙"),
        "runs": ('<r><rPr><b/></rPr><t xml:space="preserve">甲 </t></r><r><t>乙</t></r>', "甲 乙"),
        "how it is spoken": ('<t>户号</t><rPh sb="0" eb="2"><t>フリガナ</t></rPh><phoneticPr fontId="1"/>', "户号"),
        "entities": ("<t>a&amp;b&lt;c&#x4E2D;</t>", "a&b<c中"),
        "CDATA": ("<t><![CDATA[a<b]]></t>", "a<b"),
        "rare characters": ("<t>𠮷䶮㛃</t>", "𠮷䶮㛃"),
        "nothing": ("<t></t>", None),
        "an error word": ("<t>#N/A</t>", ERROR),
        "a control character": ("<t>甲_x0000_</t>", ODD),
        "half a character": ("<t>甲_xD83D_</t>", ODD),
        "no character": ("<t>甲_xFFFE_</t>", ODD),
        "the longest": (f"<t>{'字' * 32_767}</t>", "字" * 32_767),
        "longer": (f"<t>{'字' * 32_768}</t>", LONG),
    }
    for where, make in (("shared", shared), ("inline", inline)):
        for name, (item, value) in texts.items():
            yield Case(f"{where} text: {name}", make(item), {"A1": value, "B2": 1.0})
        endless = f"<t>{'x' * 10_000_000}</t>"
        yield Case(f"{where} text: 10 MB", partial(make, endless), {"A1": LONG, "B2": 1.0})
    yield Case("text: an unknown entity", book(strings="<si><t>&nbsp;</t></si>"), refused=("FILE_DAMAGED",))
    yield Case("text: a raw control character", book(strings="<si><t>\x01</t></si>"), refused=("FILE_DAMAGED",))
    count = changed("xl/sharedStrings.xml", lambda t: t.replace('uniqueCount="1"', 'uniqueCount="4294967295"'))
    yield Case("text: 4294967295 of them declared", count, AS_GRID)
    yield Case("text: Chinese Excel's form", book(strings='<si><t>户号</t><phoneticPr fontId="1" type="noConversion"/></si>'), AS_GRID)  # fmt: skip
    yield Case(
        "text: a wrong root",
        changed("xl/sharedStrings.xml", lambda t: t.replace("sst", "ssu")),
        refused=("FILE_DAMAGED",),
    )


def _dates() -> Iterator[Case]:
    day, moment = date(2016, 5, 3), datetime(2016, 5, 3, 10, 30)
    codes: dict[str, tuple[str, object]] = {
        'yyyy"年"m"月"d"日"': ("42493", day),
        "[$-804]yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@": ("42493", day),
        "[DBNum1][$-804]yyyy年m月d日": ("42493", day),
        "yyyy/m/d h:mm": ("42493.4375", moment),
        "e&quot;年&quot;m&quot;月&quot;": ("42493", day),
        "h:mm": ("0.4375", "10:30:00"),
        "[h]:mm": ("1.5", "1 day, 12:00:00"),
        "#,##0&quot;元&quot;": ("42493", 42493.0),
        "&quot;day&quot;0": ("42493", 42493.0),
        "0.00E+00": ("42493", 42493.0),
        "[Red]0": ("42493", 42493.0),
        "General": ("42493", 42493.0),
        "[$¥-804]#,##0.00": ("42493", 42493.0),
        "\\d0": ("42493", 42493.0),
    }
    for code, (number, value) in codes.items():
        escaped = code if "&quot;" in code else code.replace('"', "&quot;")
        formats = f'<numFmt numFmtId="176" formatCode="{escaped}"/>'
        data = book(formats=formats, styles='<xf numFmtId="176"/>', rows=cell("A1", f"<v>{number}</v>", 's="0"'))
        yield Case(f"format {code}", data, {"A1": value})
    for built_in, value in {
        14: day,
        22: day,
        27: day,
        31: day,
        57: day,
        58: day,
        0: 42493.0,
        4: 42493.0,
        49: 42493.0,
    }.items():
        data = book(styles=f'<xf numFmtId="{built_in}"/>', rows=cell("A1", "<v>42493</v>", 's="0"'))
        yield Case(f"format {built_in}", data, {"A1": value})
    dated = '<xf numFmtId="14"/>'
    since_1904 = book(styles=dated, rows=cell("A1", "<v>42493</v>", 's="0"'), book='<workbookPr date1904="1"/>')
    yield Case("a day since 1904", since_1904, {"A1": date(2020, 5, 4)})
    for number, value in {"-1": -1.0, "2958465": date(9999, 12, 31), "2958466": 2958466.0, "59": date(1900, 2, 28), "61": date(1900, 3, 1)}.items():  # fmt: skip
        yield Case(f"the day {number}", book(styles=dated, rows=cell("A1", f"<v>{number}</v>", 's="0"')), {"A1": value})
    yield Case("a day in words of ISO", book(rows=cell("A1", "<v>2016-05-03T00:00:00Z</v>", 't="d"')), {"A1": day})
    yield Case("a moment in words of ISO", book(rows=cell("A1", "<v>2016-05-03T10:30:00</v>", 't="d"')), {"A1": moment})
    yield Case(
        "no day in words of ISO",
        book(rows=cell("A1", "<v>2016-13-03</v>", 't="d"')),
        refused=("FILE_DAMAGED",),
        at="A1",
    )


def _large() -> Iterator[Case]:
    stray = GRID + cell("XFD1048576", "<v>1</v>")
    yield Case("a stray cell in the last corner", book(rows=stray), AS_GRID, size=(1_048_576, 16_384))
    yield Case("a stray cell far below", book(rows=GRID + cell("A1000000", "<v>1</v>")), {**AS_GRID, "A1000000": 1.0})
    strays = GRID + "".join(cell(f"XFD{row}", "<v>1</v>") for row in range(2, 2000))
    yield Case("many stray cells", book(rows=strays), refused=("SHEET_TOO_LARGE",))
    yield Case("a million styled empty cells", _styled, AS_GRID, size=(1, 2))
    yield Case("ten million shared texts", _many_texts, refused=("FILE_TOO_LARGE",))
    yield Case("a hundred thousand merges", _many_merges, {"A1": 1.0, "A1000": 1.0})
    yield Case("a hundred thousand rows", _many_rows, {"A1": 1.0, "A100000": 1.0})
    yield Case("nested without end", _nested, refused=("FILE_UNSAFE",))


def _styled() -> bytes:
    rows = (f'<row r="{row}"><c r="A{row}" s="0"/><c r="B{row}" s="0"/></row>' for row in range(2, 500_001))
    return book(rows=GRID + "".join(rows))


def _many_texts() -> bytes:
    start = f'<sst xmlns="{MAIN}">'.encode()
    return _deflated("xl/sharedStrings.xml", start, b"<si><t>a</t></si>", 10_000_000, b"</sst>")


def _many_merges() -> bytes:
    merges = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 100_001))
    rows = "".join(cell(f"A{row}", "<v>1</v>") for row in range(1, 1001))
    return book(rows=rows, after=f"<mergeCells>{merges}</mergeCells>")


def _many_rows() -> bytes:
    return book(rows="".join(cell(f"A{row}", "<v>1</v>") for row in range(1, 100_001)))


def _nested() -> bytes:
    return _deflated(SHEET, f'<worksheet xmlns="{MAIN}"><extLst>'.encode(), b"<a>", 20_000_000, b"")


def _old() -> Iterator[Case]:
    good = (FILES / "village.xls").read_bytes()
    rows = {"A1": "村名", "B1": "试验村", "B4": date(2016, 5, 3)}
    yield Case("an .xls", good, rows, file="甲村.xls")
    yield Case("an .xls named .xlsx", good, rows, notes=("FILE_MISNAMED",))
    yield Case("an .xls named .et", good, rows, file="甲村.et")
    yield Case("an .xls cut in half", good[: len(good) // 2], refused=("FILE_DAMAGED",), file="甲村.xls")
    yield Case("an .xls header alone", good[:512], refused=("FILE_DAMAGED",), file="甲村.xls")
    five = {"A1": "户号", "B1": 5.0, "C1": date(2016, 5, 3), "A2": ERROR}
    yield Case("an .xls of Excel 5", _excel5(14), five, file="甲村.xls")
    for built_in in (27, 31, 57, 58):  # dates of East Asian editions, which xlrd knows no format of
        yield Case(f"an .xls with format {built_in}", _excel5(built_in), five, file="甲村.xls")
    yield Case("an .xls with plain numbers", _excel5(0), {**five, "C1": 42493.0}, file="甲村.xls")
    yield Case("an .xls with a format that is not there", _excel5(200), {**five, "C1": 42493.0}, file="甲村.xls")
    looping = bytearray(good)
    sector = 512 * (1 + struct.unpack_from("<I", good, 76)[0])
    for entry in range(sector, sector + 512, 4):
        if struct.unpack_from("<I", looping, entry)[0] < 0xFFFFFFF0:
            struct.pack_into("<I", looping, entry, 0)
    yield Case("an .xls of looping sectors", bytes(looping), refused=("FILE_DAMAGED",), file="甲村.xls")
    yield Case("another OLE file", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), refused=("FILE_DAMAGED",))
    encrypted = (FILES / "password.xlsx").read_bytes()
    yield Case("a password", encrypted, refused=("FILE_PASSWORD",))
    yield Case("a password, damaged", encrypted[:-2000], refused=("FILE_DAMAGED", "FILE_PASSWORD"))


def _excel5(number_format: int) -> bytes:
    """Made by hand, since no program here writes any: BIFF5 records without a container, texts in GBK.

    C1 holds 42493 in the given number format.
    """

    def record(number: int, form: str, *values: object, text: bytes = b"") -> bytes:
        body = struct.pack("<" + form, *values) + text
        return struct.pack("<HH", number, len(body)) + body

    end = record(0x0A, "")
    name, title = "农户".encode("gbk"), "户号".encode("gbk")
    font = record(0x31, "HHHHHBBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0, 5, text=b"Arial")
    styles = record(0xE0, "HHHHHHHH", *[0] * 8) * 16 + record(0xE0, "HHHHHHHH", 0, number_format, *[0] * 6)
    head = record(0x809, "HHHH", 0x500, 5, 0, 0) + record(0x42, "H", 936) + font * 5 + styles
    sheet = record(0x809, "HHHH", 0x500, 0x10, 0, 0) + record(0x200, "HHHHH", 0, 2, 0, 3, 0)
    sheet += record(0x204, "HHHH", 0, 0, 0, len(title), text=title)
    sheet += record(0x203, "HHHd", 0, 1, 0, 5.0) + record(0x203, "HHHd", 0, 2, 16, 42493.0)
    sheet += record(0x205, "HHHBB", 1, 0, 0, 0x2A, 1) + end
    start = len(head) + len(record(0x85, "IBBB", 0, 0, 0, 0, text=name)) + len(end)
    return head + record(0x85, "IBBB", start, 0, 0, len(name), text=name) + end + sheet


def _open_document() -> Iterator[Case]:
    good = (FILES / "village.ods").read_bytes()
    rows = {"A1": "村名", "B1": "试验村", "B4": date(2016, 5, 3)}
    yield Case("an .ods", good, rows, file="甲村.ods")
    yield Case("an .ods named .xlsx", good, rows, notes=("FILE_MISNAMED",))

    def ods(rows: str, before: str = "") -> bytes:
        base = "urn:oasis:names:tc:opendocument:xmlns:"
        spaces = " ".join(f'xmlns:{name}="{base}{name}:1.0"' for name in ("office", "table", "text", "style"))
        content = (
            f"{XML}<office:document-content {spaces}>{before}<office:body><office:spreadsheet>"
            f'<table:table table:name="农户">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
        )
        return zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})

    def one(inside: str, attributes: str = "") -> bytes:
        return ods(f"<table:table-row><table:table-cell {attributes}>{inside}</table:table-cell></table:table-row>")

    number = 'office:value-type="float" office:value="5"'
    yield Case("ods: a number", one("<text:p>5.00</text:p>", number), {"A1": 5.0}, file="a.ods")
    yield Case("ods: no number", one("", number.replace('"5"', '"x"')), {"A1": ODD}, file="a.ods")
    yield Case(
        "ods: yes", one("", 'office:value-type="boolean" office:boolean-value="true"'), {"A1": True}, file="a.ods"
    )
    yield Case("ods: a comment is no content", one("<office:annotation><text:p>注</text:p></office:annotation><text:p>甲</text:p>", 'office:value-type="string"'), {"A1": "甲"}, file="a.ods")  # fmt: skip
    yield Case("ods: lines, spaces and spans", one('<text:p>甲<text:s text:c="2"/><text:span>乙</text:span></text:p><text:p>丙</text:p>', 'office:value-type="string"'), {"A1": "甲  乙\n丙"}, file="a.ods")  # fmt: skip
    yield Case("ods: a formula without value", one("", 'table:formula="of:=1"'), {"A1": NO_VALUE}, file="a.ods")
    yield Case("ods: an error", one("<text:p>#N/A</text:p>", 'table:formula="of:=NA()" office:value-type="string" office:string-value=""'), {"A1": ERROR}, file="a.ods")  # fmt: skip
    repeated = '<table:table-row table:number-rows-repeated="{}"><table:table-cell table:number-columns-repeated="{}" {}/></table:table-row>'
    yield Case("ods: blank cells to the end", ods(repeated.format(1, 16384, "") + repeated.format(1048575, 16384, "")), {}, size=(0, 0), file="a.ods")  # fmt: skip
    yield Case(
        "ods: a value repeated everywhere",
        ods(repeated.format(1048576, 16384, number)),
        refused=("SHEET_TOO_LARGE",),
        file="a.ods",
    )
    yield Case(
        "ods: repeated without end", ods(repeated.format("9" * 30, 1, number)), refused=("FILE_DAMAGED",), file="a.ods"
    )
    yield Case(
        "ods: repeated thrice", ods(repeated.format(2, 3, number)), {"A1": 5.0, "C2": 5.0}, size=(2, 3), file="a.ods"
    )
    hidden = repeated.format(1, 1, number).replace("<table:table-row", '<table:table-row table:visibility="filter"')
    yield Case("ods: a filtered row", ods(hidden), {"A1": 5.0}, hidden=((0,), ()), file="a.ods")
    yield Case("ods: entities", zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x/>'}), refused=("FILE_UNSAFE",), file="a.ods")  # fmt: skip
    yield Case("ods: no content", zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), refused=("FILE_DAMAGED",), file="a.ods")  # fmt: skip
    yield Case("ods: a letter", zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}), refused=("FILE_OTHER_FORMAT",), file="a.ods")  # fmt: skip


def _delimited() -> Iterator[Case]:
    table = "户号,户主,建议额度\nA1,甲,50000\nA2,乙,60000\n"
    rows = {"A1": "户号", "C2": "50000", "B3": "乙"}
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        yield Case(f"csv in {encoding}", table.encode(encoding), rows, file="甲村.csv")
    for delimiter in ";\t|：，":
        yield Case(f"csv with {delimiter!r}", table.replace(",", delimiter).encode(), rows, file="甲村.csv")
    yield Case("csv named .xls", table.encode("gb18030"), rows, notes=("FILE_MISNAMED",), file="甲村.xls")
    yield Case("csv with Windows line ends", table.replace("\n", "\r\n").encode(), rows, file="甲村.csv")
    yield Case("csv that states its delimiter", ("sep=;\n" + table.replace(",", ";")).encode(), rows, file="甲村.csv")
    quoted = table.replace("甲", '"甲,\n""乙"""')
    yield Case("csv with quoted line breaks", quoted.encode(), {**rows, "B2": '甲,\n"乙"'}, file="甲村.csv")
    yield Case("csv with an open quote", table.replace("甲", '"甲').encode(), refused=("FILE_QUOTES",), file="甲村.csv")
    yield Case(
        "csv with text after a quote", table.replace("甲", '"甲"x').encode(), refused=("FILE_QUOTES",), file="甲村.csv"
    )
    comma = table.replace("50000", "50,000")
    yield Case("csv with a comma in an amount", comma.encode(), {"A1": "户号", "A2": SHIFTED, "C2": SHIFTED, "A3": "A2"}, file="甲村.csv")  # fmt: skip
    broken = table + "A3,丙\n丁,70000\n" + "".join(f"A{n},戊,10000\n" for n in range(4, 12))
    yield Case(
        "csv with a broken row",
        broken.encode(),
        {"A2": "A1", "A4": SHIFTED, "B5": SHIFTED, "A6": "A4"},
        file="甲村.csv",
    )
    yield Case("csv with text kept as text", table.replace("A1,", '="0012",').encode(), {"A2": "0012"}, file="甲村.csv")
    yield Case("csv with an error word", table.replace("50000", "#N/A").encode(), {"C2": ERROR}, file="甲村.csv")
    yield Case("csv with titles above", ("试验村评议表\n网格员：,张三\n" + table).encode(), {"A1": "试验村评议表", "A3": "户号"}, file="甲村.csv")  # fmt: skip
    yield Case("csv of damaged UTF-8", (table * 20).encode().replace("甲".encode(), b"\xe7\x94", 1), refused=("FILE_ENCODING",), file="甲村.csv")  # fmt: skip
    yield Case("csv in no encoding", b"\xff\x81\x82,\xff\n" * 5, refused=("FILE_ENCODING",), file="甲村.csv")
    yield Case(
        "csv with two delimiters",
        "户号,网格员;额度\nA1,张三;5\nA2,李四;6\n".encode(),
        refused=("FILE_DELIMITER",),
        file="甲村.csv",
    )
    yield Case("prose", "这是一封信。\n没有表格。\n".encode(), refused=("FILE_NOT_WORKBOOK",), file="甲村.txt")
    yield Case("only spaces", b"  \r\n \n", refused=("FILE_EMPTY",), file="甲村.csv")
    yield Case("csv with a NUL", table.encode() + b"\0", refused=("FILE_NOT_WORKBOOK",), file="甲村.csv")


def _web() -> Iterator[Case]:
    table = "<table><tr><td>户号<td>额度</tr><tr><td>A1</td><td>50,000</td></tr></table>"
    rows = {"A1": "户号", "B2": "50,000"}
    for encoding in ("utf-8", "gb18030", "utf-16"):
        page = f'<html><head><meta charset="{encoding}"><title>无</title></head><body>{table}</body></html>'
        yield Case(f"html in {encoding}", page.encode(encoding), rows, notes=("FILE_MISNAMED",), file="甲村.xls")
    yield Case("html that calls UTF-8 gb2312", f'<meta charset="gb2312">{table}'.encode(), rows, file="甲村.html")
    spans = "<table><tr><td rowspan=2>甲<td colspan=2>乙</tr><tr><td>丙<td>丁</tr></table>"
    yield Case("html with spans", spans.encode(), {"A1": "甲", "B1": "乙", "A2": None, "B2": "丙", "C2": "丁"}, merged=(((0, 0), (1, 0)), ((0, 1), (0, 2))), file="a.html")  # fmt: skip
    wide = table.replace("<td>户号", '<td colspan="999999999" rowspan="999999999">户号')
    yield Case("html with spans without end", wide.encode(), {"A1": "户号"}, file="a.html")
    yield Case(
        "html with a title",
        f"<h1>甲村 <b>评议表</b></h1>{table}".encode(),
        {"A1": "甲村 评议表", "A2": "户号"},
        file="a.html",
    )
    yield Case("html with line breaks", b"<table><tr><td>a<br>b\n c<td>x</table>", {"A1": "a\nb c"}, file="a.html")
    yield Case("html with hidden rows", b"<table><tr style='display:none'><td>1<td>2<tr><td>3<td>4</table>", {"A1": "1", "B2": "4"}, hidden=((0,), ()), file="a.html")  # fmt: skip
    exact = "<table><tr><td x:num='5.4321'>5.43<td x:num='42493'>2016/5/3<td x:err='#N/A'>-</table>"
    yield Case("html with exact figures", exact.encode(), {"A1": 5.4321, "B1": "2016/5/3", "C1": ERROR}, file="a.html")
    nested = "<table><tr><td>外<table><tr><td>内<td>里</table></table>"
    yield Case("html with a table in a table", nested.encode(), {"A1": "内", "B1": "里", "A2": "外"}, file="a.html")
    yield Case(
        "html nested deeply",
        ("<table><tr><td>" * 3000 + "甲" + "</table>" * 3000).encode(),
        {"A1": "甲"},
        file="a.html",
    )
    yield Case("html cut off", f"<html><body>{table}"[:-40].encode(), refused=("FILE_DAMAGED",), file="a.html")
    yield Case(
        "html without a table", b"<html><body><p>x</p></body></html>", refused=("FILE_OTHER_FORMAT",), file="a.xls"
    )
    scripts = f"<script>document.write('<table><tr><td>x</table>')</script><style>td{{}}</style>{table}"
    yield Case("html with scripts", scripts.encode(), rows, file="a.html")


def _others() -> Iterator[Case]:
    for start, name in {
        b"%PDF-1.4\n": "pdf", b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff\xe0": "jpeg", b"Rar!\x1a\x07": "rar", b"{\\rtf1": "rtf",
        b"MIME-Version: 1.0\r\n": "mhtml", b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">': "xml 2003",
        b"<?xml version='1.0'?><x/>": "xml", b"\x1f\x8b\x08": "gzip",
    }.items():  # fmt: skip
        yield Case(name, start + b"x" * 100, refused=("FILE_OTHER_FORMAT",))


def _renamed(whole: Parts, rename: Callable[[str], str]) -> bytes:
    return zipped({rename(name): content for name, content in whole.items()})


def _deflated(part: str, start: bytes, repeated: bytes, times: int, end: bytes) -> bytes:
    """A workbook with a part that is too large to hold here."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, content in parts().items():
            if name != part:
                package.writestr(name, content)
        with package.open(part, "w", force_zip64=True) as stream:
            stream.write(start)
            block = repeated * min(times, 100_000)
            for _ in range(max(1, times // 100_000)):
                stream.write(block)
            stream.write(end)
    return file.getvalue()


def _bomb(lie: bool = False) -> bytes:
    data = bytearray(_deflated("xl/workbook.xml", b"", bytes(1024), 400_000, b""))
    if lie:
        entry = data.rindex(b"PK\1\2", 0, data.rindex(b"xl/workbook.xml"))
        struct.pack_into("<I", data, entry + 24, 1000)
    return bytes(data)


def _flagged(data: bytes, flag: int) -> bytes:
    """With a flag set on every entry of the directory."""
    changed_ = bytearray(data)
    for match in re.finditer(b"PK\1\2", data):
        changed_[match.start() + 8] |= flag
    return bytes(changed_)


def _method(data: bytes, method: int) -> bytes:
    changed_ = bytearray(data)
    for match in re.finditer(b"PK\1\2", data):
        struct.pack_into("<H", changed_, match.start() + 10, method)
    return bytes(changed_)


def _flip(data: bytes, name: str) -> bytes:
    """With one byte of a compressed part changed."""
    at = data.index(name.encode()) + len(name) + 20
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


@cache
def good_files() -> list[tuple[str, bytes]]:
    """Files that are read faultlessly, for the mutator."""
    names = ("village.xlsx", "libreoffice.xlsx", "village.xls", "village.ods")
    files = [(name, (FILES / name).read_bytes()) for name in names]
    table = "户号,户主,建议额度,网格员\n" + "".join(f'A{n},甲,"{n}0,000",张三\n' for n in range(1, 40))
    rows = "".join(f"<tr><td>A{n}</td><td>甲</td><td rowspan=1>{n}0,000</td></tr>" for n in range(1, 30))
    page = f"<html><meta charset=gb2312><body><table><tr><th>户号<th>户主<th>建议额度</tr>{rows}</table></body></html>"
    return [*files, ("甲.csv", table.encode("gb18030")), ("乙.xls", page.encode("gb18030"))]


def mutant(number: int, seed: int = 1) -> tuple[str, bytes]:
    """The file name and the bytes of a mutant; they depend on nothing but seed and number."""
    files = good_files()
    chance = random.Random(f"{seed}/{number}")
    file, data = files[chance.choice((0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 5))]
    change = chance.choice(_CHANGES_IN_ZIP if data.startswith(b"PK") else _CHANGES)
    return file, change(data, chance)


def outcome(path: Path) -> str:
    """``read``, or the code that the file is refused with, having gone the way that a user's file goes.

    Fails on a defect, and on a refusal that does not say what is wrong and what to do.
    """
    try:
        read = unpack(Reading(path, "village").answer(), path.name)
    except FileRefused as refused:
        check_finding(refused.finding(path.name))
        assert refused.code != "FILE_UNREADABLE", "the last resort is for what nobody thought of"
        return refused.code
    for finding in (*read.findings, *(finding for part in read.parts for finding in part.rows.findings)):
        check_finding(finding)
    return "read"


def check_finding(finding: Finding) -> None:
    *_, file, _sheet, _cell, _household, message, remedy = finding.row()
    assert file
    assert message and "{" not in message
    assert remedy and "{" not in remedy


def _flip_bytes(data: bytes, chance: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(chance.choice((1, 2, 8, 40))):
        out[chance.randrange(len(out))] = chance.randrange(256)
    return bytes(out)


def _truncate(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def _repeat(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    piece = data[start : start + chance.choice((1, 16, 512, 4096))]
    at = chance.randrange(len(data))
    return data[:at] + piece * chance.choice((1, 2, 20)) + data[at:]


def _remove(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.choice((1, 4, 512)) :]


def _numbers(data: bytes, chance: random.Random) -> bytes:
    """Four bytes that may be a length or a place become a limit."""
    out = bytearray(data)
    for _ in range(chance.choice((1, 3))):
        value = chance.choice((0, 1, 0xFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF))
        struct.pack_into("<I", out, chance.randrange(len(out) - 4), value)
    return bytes(out)


def _in_part(edit: Callable[[bytes, random.Random], bytes], data: bytes, chance: random.Random) -> bytes:
    """Edit one part of a package, checksums and all."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        whole = {name: package.read(name) for name in package.namelist()}
    name = chance.choice([name for name in whole if name.endswith((".xml", ".rels"))])
    whole[name] = edit(whole[name], chance)
    return zipped(whole)


def _part_bytes(data: bytes, chance: random.Random) -> bytes:
    return _in_part(chance.choice((_flip_bytes, _truncate, _repeat, _remove)), data, chance)


def _part_markup(data: bytes, chance: random.Random) -> bytes:
    def edit(xml: bytes, chance: random.Random) -> bytes:
        found = list(re.finditer(rb'<(/?[\w:]+)|="([^"]*)"|>([^<]+)<', xml))
        if not found:
            return xml
        for _ in range(chance.choice((1, 1, 2, 5))):
            match = chance.choice(found)
            group = match.lastindex or 1
            new = chance.choice(_REPLACEMENTS)
            xml = xml[: match.start(group)] + new + xml[match.end(group) :]
            found = list(re.finditer(rb'<(/?[\w:]+)|="([^"]*)"|>([^<]+)<', xml)) or found
        return xml

    return _in_part(edit, data, chance)


def _swap_parts(data: bytes, chance: random.Random) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as package:
        whole = {name: package.read(name) for name in package.namelist()}
    first, second = chance.sample(list(whole), 2)
    whole[first], whole[second] = whole[second], whole[first]
    return zipped(whole)


def _drop_part(data: bytes, chance: random.Random) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as package:
        whole = {name: package.read(name) for name in package.namelist()}
    del whole[chance.choice(list(whole))]
    return zipped(whole)


def _number_to_text(data: bytes, chance: random.Random) -> bytes:
    def edit(xml: bytes, chance: random.Random) -> bytes:
        values = list(re.finditer(rb"<v>([^<]*)</v>", xml))
        if not values:
            return xml
        match = chance.choice(values)
        new = chance.choice(("五万".encode(), b"", b"1e400", b"-1", b"99999999999999999999", b"5.5.5", b"#REF!"))
        return xml[: match.start(1)] + new + xml[match.end(1) :]

    return _in_part(edit, data, chance)


_REPLACEMENTS = (
    b"", b"0", b"-1", b"1", b"999999999", b"4294967295", b"18446744073709551616", b"XFD1048576", b"A1:XFD1048576", b"A0", b"c", b"row",
    b"/c", b"s", b"e", b"str", b"true", b"nan", b"&#0;", b"&lt;", b"&x;", b"\x00", b"\xff", "户".encode(), b"_xD800_", b"../../x",
    b"]]>", b"<!-- ", b"x" * 40_000,
)  # fmt: skip
_CHANGES = (_flip_bytes, _truncate, _repeat, _remove, _numbers)
_CHANGES_IN_ZIP = (_flip_bytes, _truncate, _numbers, _part_bytes, _part_markup, _part_markup, _part_markup, _swap_parts, _drop_part, _number_to_text)  # fmt: skip
