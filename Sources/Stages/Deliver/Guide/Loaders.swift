public import WeirCore

/// Short programs that read a data set with its labels and its missing reasons.
public struct Loaders: Sendable {
    private let table: DataTable
    private let formats: [DataFormat]

    /// Loaders for a data set in some formats.
    public init(_ table: DataTable, _ formats: [DataFormat]) {
        self.table = table
        self.formats = formats
    }

    /// The files below the data set's folder, with their texts.
    public var files: [(name: String, text: String)] {
        var files = [("load/load.R", r), ("load/load.py", python)]
        if formats.contains(.dta) { files.append(("load/load.do", stata)) }
        if let format = formats.first(where: { $0 == .sav || $0 == .zsav }) {
            files.append(("load/load.sps", spss(format)))
        }
        return files
    }

    /// Columns of numbers: of these a mean is asked for.
    private var numbers: [String] { table.columns.filter { $0.kind == "number" }.map(\.name) }

    private var r: String {
        """
        # Reads the data set in R, without any package. In the folder of this data set:
        #   source("load/load.R"); data <- read_data(".")
        #   mean(data$values$\(numbers.first ?? "…"), na.rm = TRUE)
        # data$values has labels as factors and NA where a value is missing; data$reasons says why, cell by cell.
        # The apostrophe that keeps spreadsheets from computing an open answer is taken away.
        read_data <- function(folder) {
          table <- function(name, ...) {
            read.csv(file.path(folder, name), encoding = "UTF-8", check.names = FALSE, ...)
          }
          columns <- table("documentation/columns.csv", colClasses = "character")
          codes <- table("documentation/codes.csv", colClasses = c("character", "integer", "character"))
          reasons <- codes[codes$column == "", ]
          kinds <- ifelse(columns$kind == "text", "character", "numeric")
          values <- table("data/\(table.name).csv.gz", colClasses = kinds, na.strings = "")
          why <- values[1]
          for (place in which(columns$kind %in% c("code", "number"))) {
            name <- columns$column[place]
            cells <- values[[name]]
            missing <- cells >= 9990 & cells <= 9998
            why[[name]] <- factor(ifelse(missing, cells, NA), reasons$code, reasons$label)
            cells[missing] <- NA
            mine <- codes[codes$column == name, ]
            if (columns$kind[place] == "code") {
              cells <- factor(cells, mine$code, make.unique(mine$label), ordered = columns$measure[place] == "ordinal")
            }
            values[[name]] <- cells
          }
          for (name in columns$column[columns$kind == "text"]) {
            values[[name]] <- sub("^'([=+@\t-])", "\\\\1", values[[name]])
          }
          for (name in columns$column[columns$kind == "reason"]) {
            values[[name]] <- factor(values[[name]], reasons$code, reasons$label)
          }
          list(values = values, reasons = why)
        }

        """
    }

    private var python: String {
        #"""
        """Reads the data set in Python with pandas. In the folder of this data set:
            import runpy; read = runpy.run_path("load/load.py")["read"]; values, reasons = read(".")
            values["\#(numbers.first ?? "…")"].mean()
        `values` has labels as categories and NaN where a value is missing; `reasons` says why, cell by cell. The
        apostrophe that keeps spreadsheets from computing an open answer is taken away.

        An import would leave a compiled copy beside this file, and the folder would not be as it was sealed."""

        import pathlib

        import pandas


        def read(folder):
            folder = pathlib.Path(folder)
            text = dict(dtype=str, keep_default_na=False, encoding="utf-8")
            columns = pandas.read_csv(folder / "documentation" / "columns.csv", **text)
            codes = pandas.read_csv(folder / "documentation" / "codes.csv", **text)
            labels = {name: dict(zip(lines["code"].astype(int), lines["label"])) for name, lines in codes.groupby("column")}
            cells = pandas.read_csv(folder / "data" / "\#(table.name).csv.gz", **text)
            values, reasons = {}, {}
            for column in columns.itertuples():
                if column.kind == "text":
                    values[column.column] = cells[column.column].str.replace("^'(?=[=+@\t-])", "", regex=True)
                    continue
                numbers = pandas.to_numeric(cells[column.column])
                missing = numbers.between(9990, 9998)
                reasons[column.column] = numbers.where(missing).map(labels[""])
                if column.kind == "number":
                    values[column.column] = numbers.mask(missing)
                elif column.kind == "code":
                    mine = labels[column.column]
                    order = pandas.CategoricalDtype(list(dict.fromkeys(mine.values())), ordered=column.measure == "ordinal")
                    values[column.column] = numbers.mask(missing).map(mine).astype(order)
            return pandas.DataFrame(values), pandas.DataFrame(reasons)

        """#
    }

    /// What the file lacks, as comments; the file holds everything where there is none.
    private func lacking(_ format: DataFormat, _ mark: String) -> String {
        let sentences = FormatLoss(table, format).sentences
        return (sentences.isEmpty ? ["The file holds all columns."] : sentences)
            .flatMap { Self.wrapped($0, at: 100 - mark.utf8.count) }.map { mark + $0 }.joined(separator: "\n")
    }

    /// A sentence in lines of at most so many bytes, cut between words: old programs read no further.
    private static func wrapped(_ sentence: String, at most: Int) -> [String] {
        sentence.split(separator: " ").reduce(into: []) { lines, word in
            if let last = lines.last, last.utf8.count + 1 + word.utf8.count <= most {
                lines[lines.count - 1] += " " + word
            } else {
                lines.append(String(word))
            }
        }
    }

    private var stata: String {
        """
        * Reads the data set in Stata 14 or later. In the folder of this data set: do load/load.do
        * 9990 to 9998 are .a to .i, with labels; commands leave them out by themselves.
        use "data/\(table.name).dta", clear
        describe, short
        \(numbers.isEmpty ? "" : "summarize \(numbers.joined(separator: " "))\ntabulate \(numbers[0]) if missing(\(numbers[0])), missing")
        \(lacking(.dta, "* "))

        """
    }

    private func spss(_ format: DataFormat) -> String {
        """
        * Reads the data set in SPSS or PSPP. In the folder of this data set: INSERT FILE='load/load.sps'.
        * 9990 to 9998 are declared missing, with labels; multiple-response sets have the questions' names.
        \(lacking(format, "* "))

        GET FILE='data/\(format.file(of: table.name))'.
        \(numbers.isEmpty ? "" : "MISSING VALUES \(numbers.joined(separator: " ")) (9990 THRU 9998).\nDESCRIPTIVES \(numbers.joined(separator: " ")).")

        """
    }
}
