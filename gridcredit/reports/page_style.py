"""The looks of a page: the colours of the workbooks, on wide screens, narrow ones, and paper."""

from gridcredit.reports.excel import BAND, ENTRY, INK, PALE, WARNING

_COLOURS = f":root{{--ink:{INK};--pale:{PALE};--band:{BAND};--warning:{WARNING};--entry:{ENTRY}}}"

_SCREEN = """
*{box-sizing:border-box}
html{color-scheme:light;-webkit-text-size-adjust:100%;scroll-behavior:smooth}
body{margin:0;background:#EEF2F7;color:#222;font:14px/1.5 "Microsoft YaHei","PingFang SC","Noto Sans CJK SC",
"Noto Sans SC","Source Han Sans SC",sans-serif;overflow-wrap:anywhere;print-color-adjust:exact;
-webkit-print-color-adjust:exact}
header{background:var(--ink);color:#fff;padding:20px max(16px,calc((100% - 1240px)/2 + 20px)) 16px}
h1{margin:0;font-size:24px;line-height:1.3}
nav{display:flex;flex-wrap:wrap;gap:8px;margin-top:14px}
nav a{color:#fff;text-decoration:none;border:1px solid rgba(255,255,255,.45);border-radius:4px;padding:4px 12px}
nav a:hover,nav a:focus-visible{background:#fff;color:var(--ink)}
main{max-width:1240px;margin:0 auto;padding:16px 0}
section{background:#fff;border:1px solid var(--pale);border-radius:6px;padding:18px 20px;margin:0 0 16px;
scroll-margin-top:8px}
h2{margin:0 0 10px;font-size:19px;line-height:1.35;color:var(--ink)}
.name{margin:0;font-size:12px;color:#5B6B7C}
.warning{margin:0 0 8px;color:var(--warning);font-weight:bold}
.lead{margin:0 0 6px;font-size:16px;color:#1F3B57;white-space:pre-line}
.note{margin:0 0 5px;font-size:13px;color:#595959;white-space:pre-line}
dl{display:grid;grid-template-columns:fit-content(40%) 1fr;gap:3px 18px;margin:12px 0}
dt{color:var(--ink);font-weight:bold}
dd{margin:0;font-variant-numeric:tabular-nums;white-space:pre-line}
.entry{background:var(--entry)!important}
.box{overflow:auto;margin:14px 0;max-width:100%}
.box:focus-visible{outline:2px solid var(--ink)}
.long{max-height:85vh}
table{border-collapse:separate;border-spacing:0;font-size:14px;line-height:20px}
caption{text-align:left;font-weight:bold;font-size:16px;color:var(--ink);padding:0 0 6px}
th,td{padding:5px 9px;border:solid #CBD3DC;border-width:0 1px 1px 0;overflow-wrap:break-word}
th:first-child,td:first-child{border-left-width:1px}
th{min-width:var(--m);background:var(--ink);color:#fff;border-color:#fff;position:sticky;top:0;z-index:2;font-weight:bold}
tr{background:#fff}
tbody tr:nth-child(even){background:var(--band)}
tr.total,tbody tr.total:nth-child(n){background:var(--pale);font-weight:bold}
.total td{border-top:2px solid var(--ink)}
td{height:var(--h,auto);white-space:pre-line}
td:first-child{position:sticky;left:0;z-index:1;background:inherit}
th:first-child{left:0;z-index:3}
.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
.c{text-align:center;white-space:nowrap;font-variant-numeric:tabular-nums}
.bar{background:linear-gradient(#BCD4EA,#BCD4EA) 0 50%/var(--b,0) 72% no-repeat}
.outline,.outline table{table-layout:fixed;width:100%}
.outline{min-width:var(--w)}
.outline tr:nth-child(n){background:#fff}
.outline table tr:nth-child(n){background:var(--band)}
.outline td:first-child{padding-left:calc(26px + 16px*var(--l))}
.outline tr.total:nth-child(n){background:var(--pale)}
.outline .parts>td:first-child{padding:0;border:0;height:auto;position:static}
.outline table{min-width:0}
summary{display:block;list-style:none;position:sticky;left:0;z-index:2;width:var(--f);height:0;cursor:pointer}
summary::-webkit-details-marker{display:none}
summary span{position:absolute;left:0;right:0;bottom:0;height:31px;padding-left:calc(8px + 16px*var(--l));
display:flex;align-items:center;border-radius:3px}
summary span::before{content:"";border:solid transparent;border-width:5px 0 5px 8px;border-left-color:var(--ink)}
details[open]>summary span::before{transform:rotate(90deg)}
summary:hover span{background:rgba(47,109,168,.13)}
summary:focus-visible{outline:0}
summary:focus-visible span{outline:2px solid var(--ink);outline-offset:-2px}
.charts{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:16px;margin-top:18px}
figure{margin:0;grid-column:1/-1;border:1px solid var(--pale);border-radius:6px;padding:12px}
figure.half{grid-column:auto}
figcaption{text-align:center;font-weight:bold;font-size:15px;color:var(--ink);margin-bottom:8px}
svg{display:block;width:100%;max-width:840px;margin:0 auto;font-size:12px;font-variant-numeric:tabular-nums}
.value{paint-order:stroke;stroke:#fff;stroke-width:3px;stroke-linejoin:round}
.legend{display:flex;flex-wrap:wrap;justify-content:center;gap:4px 18px;margin:8px 0 0;font-size:12px}
.legend i{display:inline-block;width:12px;height:12px;margin-right:6px;vertical-align:-1px}
"""

_NARROW = """
@media(max-width:860px){figure.half{grid-column:1/-1}}
@media(max-width:700px){
header{padding:14px 12px 12px}h1{font-size:19px}h2{font-size:17px}nav a{padding:6px 12px}
main{padding:8px}section{padding:12px 10px;margin-bottom:8px}figure{padding:10px 6px}
th:first-child{min-width:min(var(--m),42vw)}
dl{grid-template-columns:fit-content(45%) 1fr}
.long{max-height:75vh}.wide{display:none}}
"""

_PAPER = """
@page{size:A4;margin:14mm 11mm}
@page turned{size:A4 landscape;margin:12mm}
@media print{
body{background:#fff;font-size:9pt}header{background:none;color:var(--ink);padding:0 0 4mm}nav{display:none}
h1{font-size:16pt}h2{font-size:13pt;break-after:avoid}caption{font-size:11pt;break-after:avoid}
main{max-width:none;padding:0}section{border:0;padding:0;margin:0}
section+section{break-before:page}.landscape{page:turned}
.box,.long{overflow:visible;max-height:none}
table,.outline{min-width:0;max-width:100%;font-size:8pt;line-height:1.4}th,td{padding:2px 5px}th,th:first-child{min-width:calc(.7*var(--m))}
th,td:first-child,th:first-child{position:static}
figure.half{grid-column:auto}figure{zoom:.85}tr,figure,svg,dt,dd{break-inside:avoid}figure.pieces{break-inside:auto}figcaption{break-after:avoid}.parts{break-inside:auto}
details::details-content{content-visibility:visible!important;block-size:auto!important;display:block!important}
summary span{height:20px}details>summary span::before{transform:rotate(90deg)}}
"""

STYLE = _COLOURS + _SCREEN + _NARROW + _PAPER
