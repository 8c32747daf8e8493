// biome-ignore-all lint/a11y/useSemanticElements: <search> n’est pas encore dit par tous les lecteurs d’écran
// biome-ignore-all lint/a11y/noRedundantRoles: un tableau mis en grille au téléphone perd ses rôles (Safari, Chromium)
import type { Child } from 'hono/jsx'
import type { CodeEtat } from '#web/components/states.tsx'
import { etats } from '#web/components/states.tsx'
import { enXlsx } from '#web/csv.ts'
import { withQuery } from '#web/links.ts'

export type Column<T> = {
  readonly titre: string
  readonly cell: (ligne: T) => Child
  /** La colonne qui nomme la ligne ; une seule. */
  readonly entete?: boolean
  /** Chiffres : alignés à droite. */
  readonly nombre?: boolean
  /** Adresse qui trie par cette colonne, et le sens en cours. */
  readonly tri?: { readonly href: string; readonly sens?: 'ascending' | 'descending' }
}

/** Un tableau, qui garde ses rôles quand le téléphone l'empile (le nom de la colonne précède alors la valeur). */
export const Table = <T,>({
  legende,
  colonnes,
  lignes,
  classe = '',
  pied,
}: {
  /** Ce que la table contient, dit aux lecteurs d'écran. */
  legende: string
  colonnes: readonly Column<T>[]
  lignes: readonly T[]
  classe?: string
  /** Cellules du total, une par colonne. */
  pied?: readonly Child[]
}) => (
  <table class={`table pile large ${classe}`.trim()} role="table">
    <caption class="unseen">{legende}</caption>
    <thead role="rowgroup">
      <tr role="row">
        {colonnes.map((col) => (
          <th
            role="columnheader"
            scope="col"
            class={col.nombre ? 'n' : undefined}
            aria-sort={col.tri ? (col.tri.sens ?? 'none') : undefined}
          >
            {col.tri ? <a href={col.tri.href}>{col.titre}</a> : col.titre}
          </th>
        ))}
      </tr>
    </thead>
    <tbody role="rowgroup">
      {lignes.map((ligne) => (
        <tr role="row">
          {colonnes.map((col) =>
            col.entete ? (
              <th role="rowheader" scope="row" class="nom">
                {col.cell(ligne)}
              </th>
            ) : (
              <td role="cell" class={col.nombre ? 'n' : undefined} data-titre={col.titre}>
                {col.cell(ligne)}
              </td>
            ),
          )}
        </tr>
      ))}
    </tbody>
    {pied ? (
      <tfoot role="rowgroup">
        <tr role="row">
          {pied.map((cellule, i) => (
            <td
              role="cell"
              class={colonnes[i]?.nombre ? 'n' : undefined}
              data-titre={colonnes[i]?.entete ? undefined : colonnes[i]?.titre}
            >
              {cellule}
            </td>
          ))}
        </tr>
      </tfoot>
    ) : null}
  </table>
)

/** Les filtres d'une liste : un formulaire d'adresse (GET), que l'on peut garder en signet. */
export const Filters = ({
  label,
  action,
  children,
}: {
  label: string
  action?: string
  children?: Child
}) => (
  <form class="filtres" method="get" action={action} role="search" aria-label={label}>
    {children}
    <p>
      <button class="button" type="submit">
        Filtrer
      </button>
    </p>
  </form>
)

/** Un champ de filtre ; `value` vient de l'adresse. */
export const FilterField = ({
  name,
  label,
  value,
  options,
}: {
  name: string
  label: string
  value?: string | undefined
  options?: readonly { readonly value: string; readonly label: string }[]
}) => (
  <p class="field">
    <label for={`f-${name}`}>{label}</label>
    {options ? (
      <select id={`f-${name}`} name={name}>
        {options.map((o) => (
          <option value={o.value} selected={o.value === (value ?? '')}>
            {o.label}
          </option>
        ))}
      </select>
    ) : (
      <input id={`f-${name}`} name={name} type="search" value={value} />
    )}
  </p>
)

/** Le pied d'une liste : pages par repère (`cutPage`) et exports. */
export const Pagination = ({
  url,
  avant,
  apres,
  resume,
  exports = [],
  exporter = 'Exporter',
}: {
  /** Adresse de la liste avec ses filtres. */
  url: string
  avant?: string | undefined
  apres?: string | undefined
  /** « 1 à 6 sur 31. » */
  resume?: string
  exports?: readonly { readonly libelle: string; readonly href: string }[]
  exporter?: string
}) => (
  <div class="pied">
    <nav aria-label="Pages">
      <p>
        {resume ? `${resume} ` : null}
        {avant ? (
          <a href={withQuery(url, { avant })} rel="prev">
            Précédentes
          </a>
        ) : (
          <span class="eteint">Précédentes</span>
        )}{' '}
        {apres ? (
          <a href={withQuery(url, { apres })} rel="next">
            Suivantes
          </a>
        ) : (
          <span class="eteint">Suivantes</span>
        )}
      </p>
    </nav>
    {exports.length > 0 ? (
      <p>
        {exporter} :{' '}
        {exports.map((e, i) => (
          <>
            {i > 0 ? ', ' : ''}
            <a href={e.href}>{e.libelle}</a>
            {e.libelle === 'CSV' ? (
              <>
                , <a href={enXlsx(e.href)}>XLSX</a>
              </>
            ) : null}
          </>
        ))}
      </p>
    ) : null}
  </div>
)

/** Emporter une liste sans pied : en CSV, ou en classeur. `quoi` nomme la liste à qui ne voit que le lien. */
export const Exporter = ({
  href,
  quoi,
  titre = 'Exporter',
}: {
  /** L'adresse du CSV. */
  href: string
  quoi?: string
  titre?: string
}) => {
  const suite = quoi ? <span class="unseen"> : {quoi}</span> : null
  return (
    <>
      {titre} :{' '}
      <a href={href}>
        CSV
        {suite}
      </a>
      ,{' '}
      <a href={enXlsx(href)}>
        XLSX
        {suite}
      </a>
    </>
  )
}

/** Les faits d'en-tête : quelques couples, sur une ligne. */
export const Facts = ({ faits }: { faits: readonly (readonly [terme: string, valeur: Child])[] }) => (
  <dl class="faits">
    {faits.map(([terme, valeur]) => (
      <div>
        <dt>{terme}</dt>
        <dd>{valeur}</dd>
      </div>
    ))}
  </dl>
)

/** Une liste de définitions, un couple par ligne. */
export const Definitions = ({ lignes }: { lignes: readonly (readonly [terme: string, valeur: Child])[] }) => (
  <dl class="recu">
    {lignes.map(([terme, valeur]) => (
      <div>
        <dt>{terme}</dt>
        <dd>{valeur}</dd>
      </div>
    ))}
  </dl>
)

export type Stop = {
  readonly libelle: string
  readonly href: string
  readonly etats: readonly CodeEtat[]
  /** « 26 oct. » et sa valeur ISO. */
  readonly date: string
  readonly iso: string
  /** « J−28 », « fin + 2 j ». */
  readonly ecart?: string
  /** « à distance » : ce qui le distingue des autres. */
  readonly comment?: string
  /** « 2 sur 3 », quand il manque. */
  readonly manque?: string
  readonly temps: 'fait' | 'ici' | 'a-venir'
}
export type Zone = { readonly titre: string; readonly arrets: readonly Stop[] }

const classeZone = ['avant', 'pendant', 'apres'] as const

/**
 * La ligne d'une session : avant, pendant, après, arrêts à pas égal. Couchée sur grand écran, dressée au téléphone,
 * du même HTML. Trois zones ; la grille se règle sur leur nombre d'arrêts par les classes `.z5-3-5` de la feuille,
 * ou se contente d'une suite simple.
 */
export const Timeline = ({ titre, id, zones }: { titre: string; id: string; zones: readonly Zone[] }) => (
  <section class="ligne" aria-labelledby={id}>
    <h2 class="unseen" id={id}>
      {titre}
    </h2>
    <div class="zones">
      {zones.map((zone, z) => (
        <div class={`zone ${classeZone[z] ?? 'apres'}`}>
          <h3>{zone.titre}</h3>
          <ol class="arrets">
            {zone.arrets.map((a, i) => (
              <li
                class={[
                  'arret',
                  a.temps === 'a-venir' ? '' : a.temps,
                  z === zones.length - 1 && i === zone.arrets.length - 1 ? 'terminus' : '',
                ]
                  .filter(Boolean)
                  .join(' ')}
              >
                <a href={a.href} aria-current={a.temps === 'ici' ? 'true' : undefined}>
                  <b>{a.libelle}</b>
                  {a.etats.length > 1 ? (
                    <span class="paire">
                      {a.etats.map((e) => (
                        <span class={`mark ${e}`} />
                      ))}
                    </span>
                  ) : (
                    <span class={`mark ${a.etats[0] ?? 'a-venir'}`} />
                  )}
                  <span class="unseen">, {a.etats.map((e) => etats[e]).join(', ')}, </span>
                  <time datetime={a.iso}>{a.date}</time>
                  <small>
                    {a.temps === 'ici' ? <strong>aujourd’hui</strong> : (a.ecart ?? '')}
                    {a.comment ? (
                      <>
                        <br />
                        {a.comment}
                      </>
                    ) : null}
                  </small>
                  {a.manque ? <em>{a.manque}</em> : null}
                </a>
              </li>
            ))}
          </ol>
        </div>
      ))}
    </div>
  </section>
)

/** Ce qui manque : l'état, la chose et son article, la personne et la date, le geste. */
export const Manques = ({
  lignes,
}: {
  lignes: readonly {
    readonly etat: CodeEtat
    readonly chose: Child
    readonly qui: string
    readonly quand: string
    readonly geste: Child
  }[]
}) => (
  <ol class="manques">
    {lignes.map((m) => (
      <li class="manque">
        <p class={`etat ${m.etat}`}>{etats[m.etat]}</p>
        <p>{m.chose}</p>
        <p class="qui">
          <b>{m.qui}</b> <span>{m.quand}</span>
        </p>
        <p class="manque-do">{m.geste}</p>
      </li>
    ))}
  </ol>
)

/** Un code à recopier ; l'îlot `copier` ajoute un bouton. */
export const Copyable = ({ valeur, label }: { valeur: string; label: string }) => (
  <code-copiable data-label={label}>
    <code class="copiable">{valeur}</code>
  </code-copiable>
)
