import type { Child } from 'hono/jsx'

/**
 * Une section de page : son titre dans la marge, son texte à droite. Repliée ou serrée, elle tient sur une ligne : son
 * titre, ce qu’elle dit d’un mot, ses liens ; le reste s’ouvre dessous.
 */
export const Section = ({
  titre,
  id,
  sous,
  outils = [],
  niveau = 2,
  plie,
  serre,
  children,
}: {
  titre: string
  id: string
  /** Ce que dit la section repliée ; absent : elle est ouverte. */
  plie?: Child
  /** Sur une ligne, sans rien replier : ce qu’elle contient tient en un geste ou une phrase. */
  serre?: boolean
  /** Sous le titre, dans la marge ; repliée, à la suite de ce qu’elle dit. */
  sous?: Child
  /** Liens dans la marge ; sur une ligne, au bout d’elle. */
  outils?: readonly { readonly libelle: string; readonly href: string }[]
  niveau?: 2 | 3
  children?: Child
}) => {
  const h = niveau === 2 ? <h2 id={`${id}-t`}>{titre}</h2> : <h3 id={`${id}-t`}>{titre}</h3>
  const liens =
    outils.length > 0 ? (
      <ul class="outils">
        {outils.map((o) => (
          <li>
            <a href={o.href}>{o.libelle}</a>
          </li>
        ))}
      </ul>
    ) : null
  const dessous = sous ? <p class="sub">{sous}</p> : null
  if (plie === undefined && !serre)
    return (
      <section class="sect" id={id} aria-labelledby={`${id}-t`}>
        <div class="sect-h">
          {h}
          {dessous}
          {liens}
        </div>
        <div>{children}</div>
      </section>
    )
  return (
    <section class="sect serree" aria-labelledby={`${id}-t`} {...(serre ? { id } : {})}>
      <div class="sect-h">{h}</div>
      <div class="serree-c">
        {serre ? (
          <div>
            {children}
            {dessous}
          </div>
        ) : (
          <details class="repli">
            <summary>
              {plie}
              {sous ? <span class="sub"> {sous}</span> : null}
            </summary>
            {/* Le repère est dedans : qui suit un lien vers lui le trouve ouvert, sans script. */}
            <div id={id}>{children}</div>
          </details>
        )}
        {liens}
      </div>
    </section>
  )
}
