import { type DateCivile, dateCivile, formaterDate, moisCourts, mois as nomsDesMois } from '#kernel/dates.ts'
import { centimes, formaterMontant } from '#kernel/montant.ts'
import { compter } from '#kernel/texte.ts'
import { Section, Table } from '#web/components.tsx'
import type { CompteDActivite, ContributionDue, LigneDeContribution, parMois } from '../domain/compte.ts'

export const euros = (n: number): string => formaterMontant(centimes(n))
/** « −936,00 € » : un signe que l’on lit, et aucun devant zéro. */
const signe = (n: number): string => (n < 0 ? `−${euros(-n)}` : euros(n))
/** « 11,5 % », de millionièmes. */
export const direTaux = (millioniemes: number): string =>
  `${String(millioniemes / 10_000).replace('.', ',')}\u00a0%`

type Marche = {
  readonly titre: string
  readonly dit?: string
  readonly montant: number
  readonly total?: 'egal' | 'au-bout'
}

/** Du facturé au salaire possible, une marche par ligne : la barre part de ce qui restait. */
const Cascade = ({ legende, marches }: { legende: string; marches: readonly Marche[] }) => {
  let reste = 0
  const plus = Math.max(1, ...marches.map((m) => Math.abs(m.montant)))
  const pct = (n: number) => `${((Math.max(0, n) / plus) * 100).toFixed(2)}%`
  return (
    <table class="cascade">
      <caption class="unseen">{legende}</caption>
      <thead class="unseen">
        <tr>
          <th scope="col">Ligne</th>
          <td></td>
          <th scope="col">Montant hors taxes</th>
        </tr>
      </thead>
      <tbody>
        {marches.map((m) => {
          const debut = m.total || m.montant >= 0 ? (m.total ? 0 : reste) : reste + m.montant
          reste = m.total ? m.montant : reste + m.montant
          return (
            <tr class={m.total ?? ''}>
              <th scope="row">
                {m.titre} {m.dit ? <small>{m.dit}</small> : null}
              </th>
              <td class="b">
                <svg class="cas" aria-hidden="true">
                  <rect
                    class={m.total || m.montant >= 0 ? 'plein' : 'moins-b'}
                    x={pct(debut)}
                    y="0"
                    width={pct(Math.abs(m.montant))}
                    height="100%"
                  />
                </svg>
              </td>
              <td class="n">{signe(m.montant)}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

/**
 * Les lignes du compte, dans l’ordre où l’argent passe ; ce qui vaut zéro et que rien n’attend ne se montre pas. Ce qui reste dû et le
 * salaire possible sont d’aujourd’hui : un exercice passé ne les dit pas.
 */
export const marchesDe = (c: CompteDActivite, du: number, courant: boolean): readonly Marche[] => [
  { titre: 'Facturé', dit: `dont formation ${euros(c.formation)}`, montant: c.facture },
  ...c.contributions.map((x) => ({
    titre: x.nom,
    dit: x.fixe > 0 ? `dont part fixe ${euros(x.fixe)}` : direBaremes(x),
    montant: -x.total,
  })),
  { titre: 'Charges directes', montant: -c.charges },
  ...(c.recu > 0 ? [{ titre: 'Missions pour d’autres enseignes', montant: c.recu }] : []),
  ...(c.donne < 0 ? [{ titre: 'Missions d’autres enseignes', montant: c.donne }] : []),
  { titre: 'Résultat de l’activité', montant: c.resultat, total: 'egal' },
  ...(du > 0 ? [{ titre: 'Pas encore encaissé', dit: 'toutes taxes comprises', montant: -du }] : []),
  ...(c.tresorerie
    ? [
        {
          titre: 'Trésorerie de l’activité',
          dit: 'lue en comptabilité',
          montant: c.tresorerie.reference,
          total: 'egal' as const,
        },
        ...(courant && c.reserve > 0
          ? [{ titre: 'Réserve convenue', dit: 'mise de côté avec l’enseigne', montant: -c.reserve }]
          : []),
        ...(courant
          ? [
              {
                titre: 'Salaire possible',
                dit: 'charges comprises, à ce jour : une indication, la paie se fait ailleurs',
                montant: Math.max(0, c.tresorerie.reference - c.reserve),
                total: 'au-bout' as const,
              },
            ]
          : []),
      ]
    : []),
]

const direBaremes = (c: ContributionDue): string => {
  const taux = [...new Set(c.lignes.flatMap((l) => l.parts.map((p) => p.taux)))].toSorted((a, b) => b - a)
  return taux.map(direTaux).join(', ')
}

/** Ce que chaque tranche a pris d’une pièce : « 12 % de 20 000,00 €, puis 11,5 % de 5 000,00 € ». */
export const direParts = (l: LigneDeContribution): string =>
  l.sansBareme
    ? 'aucun barème n’était en vigueur ce jour-là'
    : l.parts.length === 0
      ? l.depuis === null && l.centimes === 0
        ? 'hors de toute contribution'
        : 'au taux que sa facture a payé'
      : l.parts.map((p) => `${direTaux(p.taux)} de ${euros(Math.round(Number(p.base) / 12))}`).join(', puis ')

/** Chaque euro de contribution et sa pièce : la tranche, la base, le taux. */
const Contribution = ({ c }: { c: ContributionDue }) => (
  <details class="pli">
    <summary>
      {c.nom}, {compter(c.lignes.length, 'pièce')}
    </summary>
    <Table
      legende={`${c.nom}, pièce par pièce`}
      lignes={c.lignes}
      colonnes={[
        {
          titre: 'Pièce',
          entete: true,
          cell: (l) => (
            <>
              {l.dit} <small>{formaterDate(l.le as DateCivile)}</small>
            </>
          ),
        },
        { titre: 'Base', nombre: true, cell: (l) => signe(l.base) },
        {
          titre: 'Tranches',
          cell: (l) => (
            <>
              {direParts(l)}
              {l.depuis ? (
                <small> barème du {formaterDate(dateCivile(l.depuis) ?? (l.depuis as DateCivile))}</small>
              ) : null}
            </>
          ),
        },
        { titre: 'Contribution', nombre: true, cell: (l) => signe(l.centimes) },
      ]}
      pied={[c.fixe > 0 ? `Part fixe ${euros(c.fixe)} et total` : 'Total', '', '', signe(c.total)]}
    />
  </details>
)

const direMois = (m: string): string => {
  const nom = nomsDesMois[Number(m.slice(5)) - 1] ?? ''
  return `${nom} ${m.slice(0, 4)}`
}

/** L’année : du facturé au résultat, pièce par pièce, session par session, mois par mois. */
export const Annee = (p: {
  compte: CompteDActivite
  du: number
  /** L’exercice est celui d’aujourd’hui. */
  courant: boolean
  periode: string
  noms: ReadonlyMap<string, string>
  mois: ReturnType<typeof parMois>
}) => {
  const c = p.compte
  const sansBareme = Math.max(0, ...c.contributions.map((x) => x.lignes.filter((l) => l.sansBareme).length))
  const plus = Math.max(1, ...p.mois.map((m) => m.facture + m.prevu))
  const haut = (n: number) => `${((Math.max(0, n) / plus) * 88).toFixed(1)}`
  return (
    <Section titre="Votre année" id="annee" sous="Hors taxes. Aucun bulletin de paie n’entre ici.">
      <Cascade legende={`Du facturé au résultat, ${p.periode}`} marches={marchesDe(c, p.du, p.courant)} />
      <p class="note">
        {c.tresorerie
          ? `À venir d’après les comptes de clients et de salaires : ${signe(c.tresorerie.aVenir)}. `
          : 'La trésorerie se lira ici quand la comptabilité aura importé les écritures de cette enseigne. '}
        Ce compte prépare l’état des comptes que la coopérative doit à l’enseigne ; ni salaires ni cotisations
        n’y entrent. <span class="loi">art. L. 7332-3</span>
      </p>
      {sansBareme > 0 ? (
        <p>
          {compter(sansBareme, 'pièce')} d’avant le premier barème {sansBareme > 1 ? 'ne paient' : 'ne paie'}{' '}
          aucune contribution.
        </p>
      ) : null}
      {c.contributions.length === 0 ? (
        <p>Aucun barème n’est posé : aucune contribution n’est comptée.</p>
      ) : (
        c.contributions.map((x) => <Contribution c={x} />)
      )}
      {c.sessions.length > 0 ? (
        <details class="pli">
          <summary>Ce que chaque session change</summary>
          <Table
            legende="Ce que chaque session change au compte"
            lignes={c.sessions}
            colonnes={[
              { titre: 'Session', entete: true, cell: (s) => p.noms.get(s.session) ?? 'une session' },
              { titre: 'Facturé', nombre: true, cell: (s) => signe(s.facture) },
              { titre: 'Contribution', nombre: true, cell: (s) => signe(-s.contribution) },
              { titre: 'Charges', nombre: true, cell: (s) => signe(-s.charges) },
              { titre: 'Missions', nombre: true, cell: (s) => signe(s.internes) },
              { titre: 'Reste', nombre: true, cell: (s) => signe(s.reste) },
            ]}
          />
        </details>
      ) : null}
      {p.mois.some((m) => m.facture !== 0 || m.prevu !== 0) ? (
        <figure class="mois">
          <h3>Facturé par mois</h3>
          <svg role="img" aria-label={`Facturé et prévu par mois, ${p.periode}. Les chiffres suivent.`}>
            {p.mois.map((m, i) => {
              const large = 100 / p.mois.length
              const [f, v] = [haut(m.facture), haut(m.prevu)]
              return (
                <>
                  <rect
                    class="plein"
                    x={`${(i * large + large * 0.14).toFixed(2)}%`}
                    y={String(96 - Number(f))}
                    width={`${(large * 0.72).toFixed(2)}%`}
                    height={f}
                  />
                  <rect
                    class="prevu"
                    x={`${(i * large + large * 0.14).toFixed(2)}%`}
                    y={String(96 - Number(f) - Number(v))}
                    width={`${(large * 0.72).toFixed(2)}%`}
                    height={v}
                  />
                  {i % 2 === 0 ? (
                    <text x={`${(i * large + large / 2).toFixed(2)}%`} y="116" text-anchor="middle">
                      {moisCourts[Number(m.mois.slice(5)) - 1]}
                    </text>
                  ) : null}
                </>
              )
            })}
            <line class="axe" x1="0" x2="100%" y1="97" y2="97" />
          </svg>
          <figcaption>
            <span class="dj plein-d"></span> facturé <span class="dj prevu-d"></span> prévu, sessions
            confirmées
          </figcaption>
          <details class="pli">
            <summary>Les chiffres, mois par mois</summary>
            <Table
              legende="Facturé et prévu par mois"
              lignes={p.mois.filter((m) => m.facture !== 0 || m.prevu !== 0)}
              colonnes={[
                { titre: 'Mois', entete: true, cell: (m) => direMois(m.mois) },
                { titre: 'Facturé', nombre: true, cell: (m) => signe(m.facture) },
                { titre: 'Prévu', nombre: true, cell: (m) => signe(m.prevu) },
              ]}
              pied={[
                'Total',
                signe(p.mois.reduce((t, m) => t + m.facture, 0)),
                signe(p.mois.reduce((t, m) => t + m.prevu, 0)),
              ]}
            />
          </details>
        </figure>
      ) : null}
    </Section>
  )
}
