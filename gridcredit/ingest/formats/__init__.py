"""The file formats that workbooks come in, each read into ``workbook.Sheet`` tables by a module of its own."""
