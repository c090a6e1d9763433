"""What a bank does with its policy before it decides by it: edit it as a workbook, look for oddities, compare, try cases."""
