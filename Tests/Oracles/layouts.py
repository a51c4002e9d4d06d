"""Twenty invented interviews, written as every platform would export them."""

import csv
import io
import json

import workbooks

OFFERS = {"shelter": "Shelter", "advice": "Advice, information, support", "money": "Money"}
SEXES = {"female": "Female", "male": "Male", "other": "Another"}
POINTS = {"good": "Good", "fair": "Fair", "poor": "Poor"}
CONSENT, SEX, OFFER, QUALITY = "Do you agree?", "Your sex", "What do you offer?", "How good is the help"
SHARE, COMMENT = "Share of cases (%)", "Anything else?"
ENGLISH = COMMENT + " (English translation)"
ROWS = {"police": "Police", "courts": "Courts"}


def interviews():
    """The answers by their codes; everybody offers something."""
    offers = list(OFFERS)
    for number in range(20):
        yield {
            "id": str(1001 + number), "day": f"2021-05-{number + 1:02d} 10:{number:02d}:00", "consent": "yes",
            "sex": list(SEXES)[number % 3],
            "offers": [name for at, name in enumerate(offers) if (number % 7 + 1) >> at & 1],
            "police": ["good", "fair", "poor", ""][number % 4], "courts": ["poor", "good", "fair"][number % 3],
            "share": str(number * 5), "comment": "" if number % 5 == 0 else "Më shumë kohë dhe mjete",
            "english": "" if number % 5 == 0 else "More time and more staff",
        }


def cells(row, offers):
    """An interview's answers in words, with what stands for the offers."""
    return ["I agree", SEXES[row["sex"]], *offers, POINTS.get(row["police"], ""), POINTS[row["courts"]], row["share"],
            row["comment"], row["english"]]


def boxes(row, ticked=None, blank=""):
    return [(ticked or OFFERS[name]) if name in row["offers"] else blank for name in OFFERS]


def joined(row, sign, names=OFFERS):
    return [sign.join(names[name] for name in row["offers"])]


def coded(row, offers):
    return [row["consent"], row["sex"], *offers, row["police"], row["courts"], row["share"], row["comment"], row["english"]]


def text(rows, delimiter=",", mark="", quoting=csv.QUOTE_MINIMAL):
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter, lineterminator="\r\n", quoting=quoting).writerows(rows)
    return (mark + file.getvalue()).encode()


PEOPLE = ["10.0.0.1", "ana@example.org", "Ana", "Leka"]


# SurveyMonkey

MONKEY = ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Email Address", "First Name", "Last Name"]
SINGLE = ["Response", "Response"]
REST = ([QUALITY, "", SHARE, COMMENT, ENGLISH], [*ROWS.values(), *["Open-Ended Response"] * 3])


def monkey(row):
    return [row["id"], "77", row["day"], row["day"], *PEOPLE]


def condensed():
    heads = [MONKEY + [CONSENT, SEX, OFFER, "", ""] + REST[0], [""] * 8 + SINGLE + list(OFFERS.values()) + REST[1]]
    return text(heads + [monkey(row) + cells(row, boxes(row)) for row in interviews()])


def expanded():
    heads = [
        MONKEY + [CONSENT, "", SEX, "", "", OFFER, "", ""] + REST[0],
        [""] * 8 + ["I agree", "I do not agree", *SEXES.values(), *OFFERS.values()] + REST[1]]
    rows = []
    for row in interviews():
        sexes = [label if name == row["sex"] else "" for name, label in SEXES.items()]
        rows.append(monkey(row) + ["I agree", "", *sexes] + cells(row, boxes(row))[2:])
    return text(heads + rows)


def flattened():
    head = [name.replace(" ", "") for name in MONKEY] + [
        CONSENT, SEX, *(f"{OFFER} - {label}" for label in OFFERS.values()),
        *(f"{QUALITY} - {label}" for label in ROWS.values()), SHARE, COMMENT, ENGLISH]
    return text([head] + [monkey(row) + cells(row, boxes(row)) for row in interviews()])


def stripped():
    heads = [[CONSENT, SEX, OFFER, "", ""] + REST[0], SINGLE + list(OFFERS.values()) + REST[1]]
    return text(heads + [cells(row, boxes(row)) for row in interviews()])


# Qualtrics

QUALTRICS = ["StartDate", "EndDate", "Status", "IPAddress", "Progress", "Duration (in seconds)", "Finished", "ResponseId",
             "RecipientEmail", "LocationLatitude", "UserLanguage"]
GERMAN = ["Anfangsdatum", "Enddatum", "Antworttyp", "IP-Adresse", "Fortschritt", "Dauer", "Beendet", "Antwort-ID", "E-Mail",
          "Breitengrad", "Benutzersprache"]
QUESTIONS = [f"{QUALITY} - {label}" for label in ROWS.values()] + [SHARE, COMMENT, ENGLISH]
CODES = ["Q5_1", "Q5_2", "Q6", "Q7", "Q8"]


def qualtrics_rows(offers):
    for row in interviews():
        yield [row["day"], row["day"], "0", "10.0.0.1", "100", "600", "1", row["id"], "a@example.org", "41.3", "EN",
               *cells(row, offers(row))]


def three_rows():
    names = QUALTRICS + ["Q1", "Q2", "Q3", *CODES]
    ids = [json.dumps({"ImportId": f"QID{at}"}) for at in range(len(names))]
    heads = [names, GERMAN + [CONSENT, SEX, OFFER, *QUESTIONS], ids]
    return text(heads + list(qualtrics_rows(lambda row: joined(row, ","))), mark="\ufeff")


def split_values():
    """Several answers in columns of their own, tabs between, UTF-16."""
    names = QUALTRICS + ["Q1", "Q2", "Q3_1", "Q3_2", "Q3_3", *CODES]
    ids = [json.dumps({"ImportId": f"QID{at}"}) for at in range(len(names))]
    heads = [names, GERMAN + [CONSENT, SEX, *(f"{OFFER} - {label}" for label in OFFERS.values()), *QUESTIONS], ids]
    return text(heads + list(qualtrics_rows(boxes)), "\t").decode().encode("utf-16")


def qualtrics_workbook():
    heads = [QUALTRICS + ["Q1", "Q2", "Q3", *CODES], GERMAN + [CONSENT, SEX, OFFER, *QUESTIONS]]
    rows = heads + list(qualtrics_rows(lambda row: joined(row, ",")))
    return workbooks.workbook({"Sheet0": workbooks.table(rows)})


def legacy():
    heads = [
        ["V1", "V2", "V3", "V4", "V5", "V6", "V9", "Q1", "Q2", "Q3", *CODES, ""],
        ["ResponseID", "ResponseSet", "Name", "ExternalDataReference", "EmailAddress", "IPAddress", "EndDate", CONSENT, SEX,
         OFFER, *QUESTIONS, ""]]
    rows = [[row["id"], "Default", "Anonymous", "", "", "10.0.0.1", row["day"], *cells(row, joined(row, ",")), ""]
            for row in interviews()]
    return text(heads + rows, mark="\ufeff")


# KoBoToolbox, ODK

KOBO = ["_id", "_uuid", "_submission_time", "_validation_status", "_submitted_by", "_tags", "_index"]


def kobo_end(row):
    return [row["id"], "u" + row["id"], row["day"], "", "ana", "", "1"]


def kobo_labels():
    head = ["start", "end", CONSENT, SEX, OFFER, *(f"{OFFER}/{label}" for label in OFFERS.values()), *QUESTIONS, *KOBO]
    rows = []
    for row in interviews():
        rows.append([row["day"], row["day"], *cells(row, joined(row, " ") + boxes(row, "1", "0")), *kobo_end(row)])
    return text([head] + rows, ";", quoting=csv.QUOTE_ALL)


def kobo_names(prefix=True, columns=True, summary=True, tags=False):
    group = (lambda name, place: f"{place}/{name}") if prefix else (lambda name, place: name)
    offers = ([group("offers", "work")] if summary else []) + [
        group(f"offers/{name}", "work") for name in (OFFERS if columns else ())]
    head = ["deviceid", group("consent", "start"), group("sex", "person"), *offers,
            *(group(name, "view") for name in ("police", "courts", "share", "comment", "comment_en")), *KOBO]
    rows = [["#a" if at == 2 else "" for at in range(len(head))]] if tags else []
    for row in interviews():
        answers = (joined(row, " ", {name: name for name in OFFERS}) if summary else []) + (
            boxes(row, "1", "0") if columns else [])
        rows.append(["352099001761481", *coded(row, answers), *kobo_end(row)])
    return text([head] + rows, ";", quoting=csv.QUOTE_ALL)


def odk():
    head = ["SubmissionDate", "meta-instanceID", "start-consent", "person-sex", "work-offers", "view-police", "view-courts",
            "view-share", "view-comment", "view-comment_en", "KEY", "SubmitterID", "SubmitterName"]
    rows = [[row["day"], "uuid:" + row["id"], *coded(row, joined(row, " ", {name: name for name in OFFERS})), row["id"],
             "9", "Ana"] for row in interviews()]
    return text([head] + rows)


# LimeSurvey

LIME = {"id": "Response ID", "submitdate": "Date submitted", "lastpage": "Last page", "startlanguage": "Start language",
        "seed": "Seed", "ipaddr": "IP address"}


def lime(row):
    return [row["id"], row["day"], "4", "en", "123", "10.0.0.1"]


LIME_TEXTS = [CONSENT, SEX, *(f"{OFFER} [{label}]" for label in OFFERS.values()),
              *(f"{QUALITY} [{label}]" for label in ROWS.values()), SHARE, COMMENT, ENGLISH]
LIME_CODES = ["consent", "sex", *(f"offers[{name}]" for name in OFFERS), "police", "courts", "share", "comment", "comment_en"]


def lime_texts():
    rows = [lime(row) + cells(row, boxes(row, "Yes", "No")) for row in interviews()]
    return text([list(LIME.values()) + LIME_TEXTS] + rows, mark="\ufeff", quoting=csv.QUOTE_ALL)


def lime_both():
    head = [f"{code}. {words}" for code, words in [*LIME.items(), *zip(LIME_CODES, LIME_TEXTS)]]
    rows = [lime(row) + cells(row, boxes(row, "Yes", "No")) for row in interviews()]
    return text([head] + rows, ";", mark="\ufeff", quoting=csv.QUOTE_ALL)


def lime_codes(expression=False):
    names = [name.replace("[", "_").replace("]", "") for name in LIME_CODES] if expression else LIME_CODES
    rows = [lime(row) + coded(row, boxes(row, "Y", "")) for row in interviews()]
    return text([list(LIME) + names] + rows, mark="\ufeff", quoting=csv.QUOTE_ALL)


# Forms

def google():
    head = ["Timestamp", "Email Address", CONSENT, SEX, OFFER, *(f"{QUALITY} [{label}]" for label in ROWS.values()), SHARE,
            COMMENT + " ", ENGLISH]
    rows = [[row["day"], "a@example.org", *cells(row, joined(row, ", "))] for row in interviews()]
    return text([head] + rows)


def google_plain():
    """The usual file: no address is collected, and no question is a grid."""
    rows = [[f"{row['day']} 21:53:05", *cells(row, joined(row, ", "))] for row in interviews()]
    return text([["Timestamp", CONSENT, SEX, OFFER, *QUESTIONS]] + rows)


def google_workbook():
    head = ["Marca temporal", CONSENT, SEX, OFFER, *QUESTIONS]
    rows = [[row["day"], *cells(row, joined(row, ", "))] for row in interviews()]
    return workbooks.workbook({"Respuestas de formulario 1": workbooks.table([head] + rows)})


def microsoft():
    head = ["Id", "Start time", "Completion time", "Email", "Name", CONSENT, SEX, OFFER, *QUESTIONS]
    rows = [[row["id"], row["day"], row["day"], "anonymous", "", *cells(row, [joined(row, ";")[0] + ";"])]
            for row in interviews()]
    return workbooks.workbook({"Sheet1": workbooks.table([head] + rows)})


# REDCap

def redcap_labels():
    head = ["Record ID", "Survey Identifier", "Survey Timestamp", CONSENT, SEX,
            *(f"{OFFER} (choice={label})" for label in OFFERS.values()), *QUESTIONS, "Complete?"]
    rows = [[row["id"], "", row["day"], *cells(row, boxes(row, "Checked", "Unchecked")), "Complete"] for row in interviews()]
    return text([head] + rows)


def redcap_raw():
    head = ["record_id", "redcap_survey_identifier", "staff_timestamp", "consent", "sex",
            *(f"offers___{name}" for name in OFFERS), "police", "courts", "share", "comment", "comment_en", "staff_complete"]
    rows = [[row["id"], "", row["day"], *coded(row, boxes(row, "1", "0")), "2"] for row in interviews()]
    return text([head] + rows)


def plain():
    """Saved again by somebody who moved the ids to the end."""
    head = [CONSENT, SEX, *(f"{OFFER} - {label}" for label in OFFERS.values()), *QUESTIONS, "End Date", "Respondent ID"]
    return text([head] + [[*cells(row, boxes(row)), row["day"], row["id"]] for row in interviews()], "|")


# What peek says, how many header rows, the writer, and whether respondents have an id.
BY_TEXT = [
    ("SurveyMonkey, condensed", 2, condensed, True), ("SurveyMonkey, expanded", 2, expanded, True),
    ("SurveyMonkey, flattened", 1, flattened, True), ("SurveyMonkey, stripped", 2, stripped, False),
    ("Qualtrics, three rows", 3, three_rows, True), ("Qualtrics, three rows", 3, split_values, True),
    ("Qualtrics, two rows", 2, qualtrics_workbook, True), ("Qualtrics, legacy", 2, legacy, True),
    ("KoBoToolbox, labels", 1, kobo_labels, True), ("LimeSurvey, texts", 1, lime_texts, True),
    ("LimeSurvey, codes and texts", 1, lime_both, True), ("Google Forms", 1, google, False),
    ("Google Forms", 1, google_workbook, False), ("Google Forms", 1, google_plain, False), ("Microsoft Forms", 1, microsoft, True),
    ("REDCap, labels", 1, redcap_labels, True), ("a plain table", 1, plain, True),
]
BY_NAME = [
    ("KoBoToolbox, names", 1, kobo_names, True), ("KoBoToolbox, names", 1, lambda: kobo_names(prefix=False), True),
    ("KoBoToolbox, names", 1, lambda: kobo_names(columns=False), True),
    ("KoBoToolbox, names", 1, lambda: kobo_names(prefix=False, columns=False), True),
    ("KoBoToolbox, names", 2, lambda: kobo_names(summary=False, tags=True), True), ("ODK", 1, odk, True),
    ("LimeSurvey, codes", 1, lime_codes, True), ("LimeSurvey, codes", 1, lambda: lime_codes(expression=True), True),
    ("REDCap, raw", 1, redcap_raw, True),
]

PIPELINE = """title: Twenty interviews
version: "1"
country_variable: country
keys: [country, sex]
consent:
  given: "${consent} = 'yes'"
  scope: [analysis]
sufficient_partial: 0.8
merged: [complete]
countries:
  AL: {name: Albania, language: en, platform: any, dates: YMD, decimal: ".", uploads: replaces%s}
stages:
  - ingest
  - redact: {open answers: scrub}
  - harmonise
  - merge
  - protect: {measure: only}
  - deliver: {formats: csv}
  - record
"""
VARIABLES = """name,section,type,list_name,label::English (en),universe,role,required,countries,minimum,maximum,select_limit,basis
record_id,A,text,,Id,,direct,no,,,,,assumed
end_date,A,date,,End,,direct,no,,,,,assumed
consent,A,single,consent,Do you agree?,,plain,yes,,,,,assumed
country,A,single,country,Country,,key,yes,,,,,assumed
sex,A,single,sex,Your sex,,key,yes,,,,,assumed
offers,A,multi,offers,What do you offer?,,office,yes,,,,,assumed
police,A,matrix row,points,How good is the help: Police,,plain,no,,,,,assumed
courts,A,matrix row,points,How good is the help: Courts,,plain,no,,,,,assumed
share,A,slider,,Share of cases (%),,case,yes,,0,100,,assumed
comment,A,text,,Anything else?,,open,no,,,,,assumed
"""


def categories():
    rows = [["list_name", "name", "code", "label::English (en)", "countries", "basis"],
            ["consent", "yes", "1", "I agree", "", "assumed"], ["consent", "no", "2", "I do not agree", "", "assumed"],
            ["country", "AL", "8", "Albania", "", "assumed"]]
    for name, labels in (("sex", SEXES), ("offers", OFFERS), ("points", POINTS)):
        rows += [[name, code, str(at + 1), label, "", "assumed"] for at, (code, label) in enumerate(labels.items())]
    return rows


CONSENTS = {"yes": "I agree", "no": "I do not agree"}


def crosswalk_by_text():
    """Written for SurveyMonkey's condensed export."""
    rows = [["record_id", "Respondent ID", "", "id", "", ""], ["end_date", "End Date", "", "submitted", "", ""],
            ["share", SHARE, "Open-Ended Response", "number", "", ""],
            ["comment", COMMENT, "Open-Ended Response", "original", "", ""],
            ["comment", ENGLISH, "Open-Ended Response", "translation", "", ""]]
    for name, question, labels in (("consent", CONSENT, CONSENTS), ("sex", SEX, SEXES)):
        rows += [[name, question, "Response", "answer", label, code] for code, label in labels.items()]
    rows += [["offers", OFFER, label, "ticked", label, code] for code, label in OFFERS.items()]
    for name, label in ROWS.items():
        rows += [[name, QUALITY, label, "answer", point, code] for code, point in POINTS.items()]
    return rows


def crosswalk_by_name():
    """Written for KoBoToolbox's export with names, groups and a column for each option."""
    rows = [["record_id", "_id", "", "id", "", ""], ["end_date", "_submission_time", "", "submitted", "", ""],
            ["share", "view/share", "", "number", "", ""], ["comment", "view/comment", "", "original", "", ""],
            ["comment", "view/comment_en", "", "translation", "", ""]]
    for name, source, labels in (("consent", "start/consent", CONSENTS), ("sex", "person/sex", SEXES),
                                 ("police", "view/police", POINTS), ("courts", "view/courts", POINTS)):
        rows += [[name, source, "", "answer", code, code] for code in labels]
    for code in OFFERS:
        rows += [["offers", f"work/offers/{code}", "", "ticked", "0", ""], ["offers", f"work/offers/{code}", "", "ticked", "1", code]]
    return rows


def study(folder, crosswalk, layout=""):
    """A study of these interviews with one country."""
    for name in ("codebook", "crosswalks"):
        (folder / name).mkdir(parents=True)
    (folder / "pipeline.yaml").write_text(PIPELINE % (f", layout: {layout}" if layout else ""), encoding="utf-8")
    (folder / "codebook" / "variables.csv").write_text(VARIABLES, encoding="utf-8")
    (folder / "codebook" / "categories.csv").write_bytes(text(categories()))
    rows = [["variable", "source", "part", "operation", "answer", "code"], *sorted(crosswalk)]
    (folder / "crosswalks" / "AL.csv").write_bytes(text(rows).replace(b"\r\n", b"\n"))
    return folder
