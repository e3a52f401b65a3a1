#!/usr/bin/env python3
"""Small files of every format that is read, each written by a program other than ours, for fuzz.test.ts to change.

    pip install pyarrow python-docx fpdf2 reportlab; apt install zstd
    python3 seeds.py                # writes seeds/ beside this file
"""
import bz2, gzip, io, json, lzma, os, subprocess, tarfile, zipfile
import docx, fpdf, pyarrow as pa, pyarrow.parquet as pq
from reportlab.pdfgen import canvas

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "seeds")
SENTENCES = [
    "Səhər tezdən çayın kənarında duman vardı.", "Uşaqlar həyətdə top oynayırdılar.", "Bazarda alma ilə nar satılırdı.",
    "Müəllim lövhəyə yeni dərsin adını yazdı.", "Axşam külək gücləndi, qapılar çırpıldı.", "Nənəm bizə köhnə nağıllar danışardı.",
]


def write(name, content):
    with open(os.path.join(FOLDER, name), "wb") as file:
        file.write(content)


def table(rows):
    texts = [None if i % 7 == 5 else f"{SENTENCES[i % 6]} {i}" for i in range(rows)]
    return pa.table({
        "text": texts,
        "meta": pa.array([None if i % 5 == 1 else {"title": f"Ad {i % 3}", "n": i} for i in range(rows)],
                         pa.struct([("title", pa.string()), ("n", pa.int64())])),
        "score": pa.array([i / 8 for i in range(rows)], pa.float32()),
        "tags": pa.array([[f"t{k}" for k in range(i % 3)] for i in range(rows)], pa.list_(pa.string())),
        "flag": pa.array([i % 2 == 0 for i in range(rows)]),
        "when": pa.array([i * 86_400_000 for i in range(rows)], pa.timestamp("ms")),
        "kind": pa.array([f"növ {i % 2}" for i in range(rows)]).dictionary_encode(),
    })


def parquet():
    for codec in ("none", "gzip", "snappy", "zstd", "lz4", "brotli"):
        for version in ("1.0", "2.0"):
            file = io.BytesIO()
            pq.write_table(table(12), file, compression=codec, row_group_size=6, data_page_version=version,
                           use_dictionary=version == "1.0", store_schema=False)
            write(f"{codec}-{version[0]}.parquet", file.getvalue())
    file = io.BytesIO()
    encodings = {"text": "DELTA_BYTE_ARRAY", "score": "BYTE_STREAM_SPLIT", "n": "DELTA_BINARY_PACKED"}
    plain = pa.table({"text": SENTENCES, "score": pa.array(range(6), pa.float32()), "n": pa.array(range(6), pa.int64())})
    pq.write_table(plain, file, compression="none", use_dictionary=False, column_encoding=encodings)
    write("encodings.parquet", file.getvalue())


def arrow():
    for codec in (None, "lz4", "zstd"):
        options = pa.ipc.IpcWriteOptions(compression=codec)
        for kind, open_writer in (("stream", pa.ipc.new_stream), ("file", pa.ipc.new_file)):
            sink = io.BytesIO()
            with open_writer(sink, table(9).schema, options=options) as writer:
                writer.write_table(table(9), max_chunksize=5)
            write(f"{codec or 'plain'}-{kind}.arrow", sink.getvalue())
    views = pa.table({"text": pa.array(SENTENCES, pa.string_view()), "large": pa.array(SENTENCES, pa.large_string())})
    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, views.schema) as writer:
        writer.write_table(views)
    write("views.arrow", sink.getvalue())


def records():
    rows = [{"text": text, "id": i, "meta": {"ad": f"Başlıq {i}", "bal": i / 4, "siyahı": [1, None, "ü"]}}
            for i, text in enumerate(SENTENCES)]
    write("rows.jsonl", "".join(json.dumps(row, ensure_ascii=i % 2 == 0) + "\n" for i, row in enumerate(rows)).encode())
    write("list.json", json.dumps(rows, ensure_ascii=False, indent=1).encode())
    write("texts.json", json.dumps(SENTENCES).encode("utf-16"))
    write("data.json", json.dumps({"version": 1, "data": rows}, ensure_ascii=False).encode())
    write("titles.json", json.dumps({row["meta"]["ad"]: row["text"] for row in rows}, ensure_ascii=False).encode())
    quoted = "".join(f'{i},"{text} ""dırnaq"",\nikinci sətir",{i / 4}\r\n' for i, text in enumerate(SENTENCES))
    write("comma.csv", ("id,text,bal\r\n" + quoted).encode())
    write("semicolon.csv", ("\ufeffmətn;ad\n" + "".join(f"{text};Ad {i}\n" for i, text in enumerate(SENTENCES))).encode())
    write("tab.tsv", ("text\tid\n" + "".join(f"{text}\t{i}\n" for i, text in enumerate(SENTENCES))).encode("cp1254", "replace"))


WIKI = """'''Çay''' — ''bitki'' {{lang|az|çay}}<ref name="a">{{cite web|url=http://a.az|title=Ad}}</ref>, [[Fayl:Çay.jpg|thumb|200px|[[Çay]] kolu]]
{{Qutu
| ad = Çay
| növ = {{{1|kol}}}
}}
== Tarixi ==
[[Azərbaycan]]da [[çayçılıq|çay əkini]] &lt;!-- qeyd --&gt; başladı.
* birinci
# ikinci
{| class="wikitable"
! Ay !! Məhsul
|-
| may || 5 ton {{!}} x
|}
<math>x^2</math> <nowiki>[[x]]</nowiki> [http://a.az ad] -{zh-hans:a;}-
== İstinadlar ==
{{istinad siyahısı}}
[[Kateqoriya:Bitkilər]] [[tr:Çay]]
"""


def wiki():
    def escaped(text):
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    pages = [("Çay", 0, WIKI), ("Şablon:Qutu", 10, "{{{ad}}}"), ("Göy çay", 0, "#İSTİQAMƏTLƏNDİRMƏ [[Çay]]"),
             ("Nağıl", 0, " ".join(SENTENCES) + "\n" + WIKI[:200])]
    body = "".join(f"""  <page>
    <title>{escaped(title)}</title>
    <ns>{ns}</ns>
    <id>{i}</id>
    <revision><id>{i}</id><contributor><username>Yazan</username></contributor><comment>şərh</comment>
      <text bytes="{len(text.encode())}" xml:space="preserve">{escaped(text)}</text></revision>
  </page>
""" for i, (title, ns, text) in enumerate(pages))
    write("dump.xml", f"""<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="az">
  <siteinfo><sitename>Sınaq</sitename><namespaces><namespace key="0" case="first-letter" />
    <namespace key="6" case="first-letter">Fayl</namespace><namespace key="10" case="first-letter">Şablon</namespace>
    <namespace key="14" case="first-letter">Kateqoriya</namespace></namespaces></siteinfo>
{body}</mediawiki>
""".encode())


def containers():
    text = "\n\n".join(SENTENCES * 3).encode()
    write("text.txt.gz", gzip.compress(text, mtime=0))
    write("text.txt.bz2", bz2.compress(text))
    write("text.txt.xz", lzma.compress(text))
    write("arm.txt.xz", lzma.compress(text, check=lzma.CHECK_CRC32, filters=[{"id": lzma.FILTER_DELTA, "dist": 2}, {"id": lzma.FILTER_LZMA2}]))
    write("text.txt.zst", subprocess.run(["zstd", "-19", "-c", "--check"], input=text, capture_output=True, check=True).stdout)
    write("fast.txt.zst", subprocess.run(["zstd", "-1", "-c", "--no-check"], input=text * 4, capture_output=True, check=True).stdout)
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, content in (("qovluq/mətn.txt", text), ("a.jsonl", b'{"text": "salam"}\n'), ("u" * 120 + ".txt", text[:200])):
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    write("files.tar", tar.getvalue())
    write("files.tar.gz", gzip.compress(tar.getvalue(), mtime=0))
    for name, kind in (("stored", zipfile.ZIP_STORED), ("deflated", zipfile.ZIP_DEFLATED)):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", kind) as archive:
            archive.writestr("mətn.txt", text)
            archive.writestr("a/b.csv", "text,n\nsalam,1\n")
            archive.writestr("in.txt.gz", gzip.compress(text[:300], mtime=0))
        write(f"{name}.zip", packed.getvalue())


def documents():
    book = io.BytesIO()
    chapter = '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>{0}</title></head><body><h1>{0}</h1><p>{1}</p><aside>x</aside></body></html>'
    with zipfile.ZipFile(book, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", '<container><rootfiles><rootfile full-path="O/k.opf" media-type="application/oebps-package+xml"/></rootfiles></container>')
        archive.writestr("O/k.opf", '<package><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/><item id="b" href="b%20c.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/><itemref idref="b"/></spine><guide><reference type="cover" href="a.xhtml"/></guide></package>')
        archive.writestr("O/a.xhtml", chapter.format("Birinci", " ".join(SENTENCES)))
        archive.writestr("O/b c.xhtml", chapter.format("İkinci", SENTENCES[0] + "&nbsp;<b>son</b>"), zipfile.ZIP_DEFLATED)
    write("book.epub", book.getvalue())

    word = docx.Document()
    word.add_heading("Başlıq", 1)
    for text in SENTENCES:
        word.add_paragraph(text)
    word.add_paragraph("maddə", style="List Bullet")
    grid = word.add_table(2, 2)
    grid.cell(0, 0).text, grid.cell(1, 1).text = "Ay", "5 ton"
    saved = io.BytesIO()
    word.save(saved)
    small = io.BytesIO()
    with zipfile.ZipFile(saved) as whole, zipfile.ZipFile(small, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/_rels/document.xml.rels", "word/numbering.xml"):
            archive.writestr(name, whole.read(name))
    write("document.docx", small.getvalue())

    pdf = fpdf.FPDF()
    for _ in range(2):
        pdf.add_page()
        pdf.set_font("Helvetica", size=12)
        for text in ("Sabah tezden duman vardi.", "Usaqlar oynayirdilar, kulek es-", "irdi."):
            pdf.cell(text=text, new_x="LMARGIN", new_y="NEXT")
    write("compressed.pdf", bytes(pdf.output()))
    plain = io.BytesIO()
    page = canvas.Canvas(plain, pageCompression=0, invariant=1)
    page.drawString(72, 700, "Bazarda alma ile nar satilirdi.")
    page.showPage()
    page.save()
    write("plain.pdf", plain.getvalue())


os.makedirs(FOLDER, exist_ok=True)
for part in (parquet, arrow, records, wiki, containers, documents):
    part()
