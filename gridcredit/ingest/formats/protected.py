"""Workbooks that open with a password, decrypted by msoffcrypto-tool."""

from collections.abc import Sequence
from io import BytesIO

from gridcredit.ingest.workbook import FileRefused

# What Excel itself tries: it encrypts workbooks that are only protected against changes with this.
NO_PASSWORD = "VelvetSweatshop"


def is_encrypted(data: bytes) -> bool:
    """Whether an .xls is encrypted. Raises ``FileRefused`` where that cannot be told."""
    from msoffcrypto import OfficeFile
    from msoffcrypto.exceptions import FileFormatError

    try:
        return bool(OfficeFile(BytesIO(data)).is_encrypted())
    except FileFormatError:
        return False  # an older stream, which has no encryption that is known here
    except Exception:
        raise FileRefused("FILE_DAMAGED", part="OLE") from None


def decrypt(data: bytes, passwords: Sequence[str]) -> tuple[bytes, bool]:
    """The workbook itself, its integrity checked where it has a checksum of it, and whether it took a password.

    Each try takes long, so the likely one comes first. Raises ``FileRefused``.
    """
    for password in (*passwords, NO_PASSWORD) if len(passwords) == 1 else (NO_PASSWORD, *passwords):
        plain = _try(data, password)
        if plain is not None:
            return plain, password != NO_PASSWORD
    raise FileRefused("FILE_PASSWORD_WRONG" if passwords else "FILE_PASSWORD")


def _try(data: bytes, password: str) -> bytes | None:
    from msoffcrypto import OfficeFile
    from msoffcrypto.exceptions import InvalidKeyError

    plain = BytesIO()
    try:
        file = OfficeFile(BytesIO(data))
        if file.format == "ooxml":
            file.load_key(password=password, verify_password=True)
        else:
            file.load_key(password=password)
    except InvalidKeyError:
        return None
    except Exception:
        raise FileRefused("FILE_DAMAGED", part="EncryptionInfo") from None
    try:
        if file.format == "ooxml" and file.type == "agile":
            file.decrypt(plain, verify_integrity=True)
        else:
            file.decrypt(plain)
    except Exception:  # the password was right, so what it opens is damaged
        raise FileRefused("FILE_DAMAGED", part="EncryptedPackage") from None
    return plain.getvalue()
