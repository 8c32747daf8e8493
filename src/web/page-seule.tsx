import type { Child } from 'hono/jsx'

const style = `body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1d1a16;background:#fff}
h1,h2{line-height:1.2}table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid #cfc8bd}
small{display:block;color:#5a544b}@media print{a{color:inherit}}`

/** Une page qui se suffit : ni script, ni feuille, ni image du dehors. */
export const pageSeule = (titre: string, corps: Child): string =>
  `<!doctype html>${(
    (
      <html lang="fr">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta
            http-equiv="content-security-policy"
            content="default-src 'none'; style-src 'unsafe-inline'"
          />
          <title>{titre}</title>
          <style>{style}</style>
        </head>
        <body>{corps}</body>
      </html>
    )
  ).toString()}`
