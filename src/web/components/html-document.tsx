import { html } from 'hono/html'
import type { Child } from 'hono/jsx'
import { pageContext } from '#web/context.ts'

type DocumentProps = {
  readonly title: string
  readonly classe: string
  readonly description?: string | undefined
  readonly islands?: readonly string[] | undefined
  readonly canonique?: string | undefined
  /** Adresse du manifeste d'une page qui s'installe. */
  readonly manifeste?: string | undefined
  readonly children?: Child
}

/** Le document HTML : `islands` nomme les îlots que la page améliore (`rangs`, `trace`…), jamais requis. */
export const HtmlDocument = (props: DocumentProps) => {
  const { title, classe, description, islands = [], canonique, manifeste, children } = props
  const { assets, visiteur } = pageContext()
  return (
    <>
      {html`<!doctype html>`}
      <html lang="fr">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          {description ? <meta name="description" content={description} /> : null}
          <title>{title}</title>
          {canonique ? <link rel="canonical" href={canonique} /> : null}
          {manifeste ? <link rel="manifest" href={manifeste} /> : null}
          <link rel="icon" href={assets.url('marque.svg')} type="image/svg+xml" />
          <link
            rel="preload"
            href={assets.url('polices/atkinson-latin.woff2')}
            as="font"
            type="font/woff2"
            crossorigin="anonymous"
          />
          <link rel="stylesheet" href={assets.url('coforme.css')} />
          {visiteur ? <link rel="stylesheet" href={assets.url('interieur.css')} /> : null}
          {['cadre', ...(visiteur ? ['raccourcis'] : []), ...islands].map((nom) => (
            <script type="module" src={assets.url(`islands/${nom}.js`)} />
          ))}
        </head>
        <body class={classe}>
          <a class="skip" href="#contenu">
            Aller au contenu
          </a>
          {children}
        </body>
      </html>
    </>
  )
}
