"""The plain form of sheet data that Excel, WPS, LibreOffice and the common libraries write, as regular expressions.

One expression proves the form of a sheet's whole data: each cell names its place in its row and holds a value of its
type, and nothing else stands there. Of such data every reader makes the same.
"""

import re

# Texts that mean what they look like: without escapes, outer spaces, error words or odd characters.
_TEXT = rb"[^<&_#\x00-\x20][^<&_\x00-\x1f]{0,30000}(?:&(?:amp|lt|gt|quot|apos);[^<&_\x00-\x1f]{0,200}){0,10}"
_FORMULA = rb'<f(?: \w+="[^"<]*")*+(?:/>|>[^<]*+</f>)'
_NUMBER = rb"<v>-?\d{1,17}(?:\.\d{1,20})?(?:E[+-]?\d{1,2})?</v>"
_NO_RESULT = _FORMULA + rb"(?:<v></v>|<v ?/>)?+"
_STYLE = rb'(?: s="\d{1,5}")?+'
_HIDDEN = rb'hidden="(?:1|true|on)"|ht="0(?:\.0*)?"'
_CELL = (
    rb'<c r="[A-Z](?:[A-Z](?P<wide>))?+(?P=row)"' + _STYLE + rb"(?:/>"
    rb'| t="s"' + _STYLE + rb"><v>\d{1,7}</v></c>"
    rb'|(?: t="n")?+' + _STYLE + rb"(?:/>|></c>"
    rb"|>(?:" + _NUMBER + rb"</c>|" + _FORMULA + _NUMBER + rb"</c>(?P<figure>)|" + _NO_RESULT + rb"</c>(?P<open>)))"
    rb'| t="str"' + _STYLE + rb">(?:" + _FORMULA + rb")?+(?:<v></v>|<v>" + _TEXT + rb"</v>)</c>(?P<text>)"
    rb'| t="inlineStr"' + _STYLE + rb'><is><t(?: xml:space="preserve")?>' + _TEXT + rb"</t></is></c>(?P<inline>)"
    rb'| t="b"' + _STYLE + rb"><v>[01]</v></c>"
    rb'| t="e"' + _STYLE + rb">(?:" + _FORMULA + rb")?+<v>#[A-Z0-9/!?_]{1,20}</v></c>(?P<error>))"
)
_ROW = rb'<row r="(?P<row>[1-9]\d{0,6})"(?: (?:(?:' + _HIDDEN + rb')(?P<hidden>)|[\w:]+="[^"<&]*"))*+(?:/>|>(?:' + _CELL
# Its empty groups tell whether there are any such cells or rows. They are empty, and those that matter stand where nothing
# can fail after them, since the re module loses the ends of other groups when it goes back.
DATA = re.compile(rb"(?:" + _ROW + rb")*+</row>))*+")

# What can be found in data of that form.
ROWS = re.compile(rb'<row r="(\d+)"')
ROW = re.compile(rb'<row r="([1-9]\d{0,6})"')
HIDDEN = re.compile(rb'<row r="(\d+)"(?: [\w:]+="[^"]*")*? (?:' + _HIDDEN + rb")")
WIDE = re.compile(rb'<c r="([A-Z]{2})')
_ADDRESS = rb'<c r="([A-Z]{1,2})(\d{1,7})"'
ERRORS = re.compile(_ADDRESS + _STYLE + rb' t="e"')
NO_RESULTS = re.compile(_ADDRESS + _STYLE + rb'(?: t="n")?+' + _STYLE + rb">" + _NO_RESULT + rb"</c>")
PLACEHOLDERS = re.compile(_ADDRESS + _STYLE + rb'(?: t="n")?+' + _STYLE + rb">" + _FORMULA + rb"<v>-?0(?:\.0*)?</v>")

# The head of a part that is not in UTF-8.
OTHER_ENCODING = re.compile(rb"""(?:\xef\xbb\xbf)?<\?xml[^>]*encoding=["'](?!(?i:utf-8)["'])""")
