"""Whether a file is sealed: encrypted as a whole by Excel's or WPS's own password to open it."""

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
ZIP = b"PK\x03\x04"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def is_sealed(data: bytes) -> bool | None:
    """True for an encrypted .xlsx, False for a plain one; None for any other file. Nothing of it is opened."""
    if data.startswith(OLE) and _ENCRYPTED in data:
        return True
    return False if data.startswith(ZIP) else None
