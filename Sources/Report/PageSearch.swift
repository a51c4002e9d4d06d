/// A field that narrows a page of questions to those with the words looked for. Without scripts the field is not shown,
/// and the page is whole.
enum PageSearch {
    /// Nothing is fetched from anywhere, whatever the page holds.
    static let policy =
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
        + "script-src 'unsafe-inline'\">"

    /// The field.
    /// - Parameter label: what may be looked for, and in which languages.
    static func field(_ label: String) -> String {
        """
        <p id="searching" hidden=""><label for="search">\(label):</label>
        <input id="search" type="search" autocomplete="off"/> <span id="found" role="status" class="soft"></span></p>
        """
    }

    /// The script: letters are compared without their marks, all words have to occur, matches are opened.
    static let script = """
        <script>
        (function () {
          var field = document.getElementById("search"), found = document.getElementById("found");
          var fold = function (text) { return text.normalize("NFD").replace(/[\\u0300-\\u036f]/g, "").toLowerCase(); };
          var all = Array.from(document.querySelectorAll("details")).map(function (entry) {
            return { entry: entry, text: fold(entry.textContent + " " + entry.id) };
          });
          var headings = Array.from(document.querySelectorAll("h2"));
          document.getElementById("searching").hidden = false;
          field.addEventListener("input", function () {
            var words = fold(field.value).split(" ").filter(Boolean), count = 0;
            all.forEach(function (item) {
              var fits = words.every(function (word) { return item.text.includes(word); });
              item.entry.hidden = !fits;
              item.entry.open = Boolean(fits * words.length);
              if (fits) { count += 1; }
            });
            headings.forEach(function (heading) {
              var next = heading.nextElementSibling, shown = false;
              while (next ? next.tagName !== "H2" : false) {
                if (next.tagName === "DETAILS" ? !next.hidden : false) { shown = true; }
                next = next.nextElementSibling;
              }
              heading.hidden = !shown;
            });
            found.textContent = words.length ? count + " of " + all.length : "";
          });
          // Paper cannot be opened.
          window.addEventListener("beforeprint", function () {
            all.forEach(function (item) { item.entry.open = true; });
          });
        })();
        </script>
        """
}
