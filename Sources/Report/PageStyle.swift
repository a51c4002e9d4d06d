/// What all pages share: one file, no network, no script, light and dark, printable.
enum PageStyle {
    static let css = """
        :root { color-scheme: light dark; --ink: #1c2733; --soft: #5a6672; --line: #d5dbe1; --fill: #f4f6f8;
          --bar: #2f6f8f; --bar2: #b3681b; --bar3: #dfb077; --page: #ffffff; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6ebf0; --soft: #a5b0bb; --line: #3a444e;
          --fill: #1d242b; --bar: #69b3d6; --bar2: #e2a45c; --bar3: #8a6a45; --page: #12171c; } }
        * { box-sizing: border-box; }
        body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--page); margin: 0 auto;
          max-width: 74rem; padding: 1.5rem; }
        h1 { font-size: 1.7rem; line-height: 1.25; } h2 { font-size: 1.25rem; margin-top: 2.2rem; }
        h3 { font-size: 1.05rem; margin-bottom: .3rem; }
        .soft { color: var(--soft); } .mark { border-left: 4px solid var(--bar2); background: var(--fill);
          padding: .6rem 1rem; }
        .wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem; }
        th, td { text-align: left; padding: .35rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; }
        th { font-weight: 600; } td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
        tfoot td { font-weight: 600; } code { font-size: .9em; overflow-wrap: anywhere; }
        details { border-top: 1px solid var(--line); padding: .5rem 0; } summary { cursor: pointer; }
        svg { display: block; max-width: 100%; } svg text { fill: var(--ink); font: 13px system-ui, sans-serif; }
        .a { fill: var(--bar); } .b { fill: var(--bar2); } .c { fill: var(--soft); } .d { fill: var(--line); } .e { fill: var(--bar3); }
        .key span::before { content: ""; display: inline-block; width: .8em; height: .8em; margin: 0 .35em 0 .8em; }
        .ka::before { background: var(--bar); } .kb::before { background: var(--bar2); }
        .ke::before { background: var(--bar3); } .kc::before { background: var(--soft); } .kd::before { background: var(--line); }
        .tag { border: 1px solid var(--line); border-radius: .6em; padding: 0 .45em; font-size: .85em; }
        td.words { min-width: 18rem; } td svg { min-width: 6rem; } details p { margin: .45rem 0; }
        .tag.assumed { border-color: var(--bar2); } input[type=search] { font: inherit; padding: .3rem .5rem; width: 22rem; max-width: 100%; }
        td.line, td code { white-space: nowrap; } .refusal { color: var(--bar2); }
        @media print { body { max-width: none; padding: 0; } details { break-inside: avoid; } }
        """
}
