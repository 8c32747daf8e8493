/** Ce que disent les réponses : question par question, l’effectif toujours écrit à côté du résultat. */
import { compter } from '#kernel/texte.ts'
import { Alert, Section, Table } from '#web/components.tsx'
import type { Periode, Totaux, Verbatim } from '../db/resultats.queries.ts'
import { direQuestion } from '../domain/contenu.ts'
import { direMoyenne, direPart, part, petitEffectif, type Resultat } from '../domain/resultats.ts'
import { cotes, tracer } from '../domain/tendance.ts'

/** Une barre : la longueur double le nombre écrit à côté, elle ne le remplace pas. */
const Barre = ({ milliemes }: { milliemes: number }) => (
  <svg class="barre" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
    <rect class="fond" width="100" height="8" />
    <rect class="part" width={String(Math.min(100, milliemes / 10))} height="8" />
  </svg>
)

const direN = (n: number) =>
  `n = ${n}${n > 0 && n < petitEffectif ? ', petit effectif : à lire avec prudence' : ''}`

const Repartition = ({ r }: { r: Resultat }) => (
  <table class="repartition">
    <caption class="unseen">{direQuestion(r.question)}</caption>
    <tbody>
      {r.repartition.map((x) => (
        <tr>
          <th scope="row">{x.label}</th>
          <td class="n">{x.nombre}</td>
          <td class="n">{direPart(x.part)}</td>
          <td class="dessin">
            <Barre milliemes={x.part} />
          </td>
        </tr>
      ))}
    </tbody>
  </table>
)

const Une = ({ r, verbatims }: { r: Resultat; verbatims: readonly Verbatim[] }) => {
  const { question: q } = r
  const dits = verbatims.filter((v) => v.question === q.de)
  return (
    <div class="question">
      <h3>{direQuestion(q)}</h3>
      <p class="sub">
        {direN(r.n)}
        {q.genre === 'echelle' && r.moyenne !== null
          ? ` ; moyenne ${direMoyenne(r.moyenne)} sur ${q.max ?? 5}`
          : ''}
        {q.genre === 'nombre' && r.moyenne !== null
          ? ` ; moyenne ${direMoyenne(r.moyenne)}, de ${direMoyenne(r.mini)} à ${direMoyenne(r.maxi)}`
          : ''}
        {q.genre === 'plusieurs' ? ' ; plusieurs réponses possibles' : ''}
      </p>
      {r.repartition.length > 0 && r.n > 0 ? <Repartition r={r} /> : null}
      {q.genre === 'texte' && dits.length > 0 ? (
        <details>
          <summary>{compter(dits.length, 'réponse écrite', { pluriel: 'réponses écrites' })}</summary>
          <ul class="dits">
            {dits.map((v) => (
              <li>{v.texte}</li>
            ))}
          </ul>
        </details>
      ) : null}
    </div>
  )
}

export const PhraseDesTotaux = ({ t, seuil }: { t: Totaux; seuil: number }) => (
  <>
    <p>
      <strong>
        {compter(t.reponses, 'réponse', { zero: 'Aucune réponse' })} sur{' '}
        {compter(t.sollicites, 'personne sollicitée', { pluriel: 'personnes sollicitées' })}
      </strong>{' '}
      : {direPart(part(t.reponses, t.sollicites))} de réponse
      {t.recueils > 1 ? `, ${compter(t.recueils, 'recueil')}` : ''}.
    </p>
    {t.tus > 0 ? (
      <Alert
        fort={`${compter(t.tus, 'recueil anonyme', { pluriel: 'recueils anonymes' })} ne se ${t.tus > 1 ? 'lisent' : 'lit'} pas encore.`}
      >
        Un recueil anonyme se lit une fois clos, à partir de {seuil} réponses : avant, on devinerait qui
        parle.
      </Alert>
    ) : null}
  </>
)

export const Resultats = ({
  resultats,
  verbatims,
}: {
  resultats: readonly Resultat[]
  verbatims: readonly Verbatim[]
}) => (
  <div class="resultats">
    {resultats
      .filter((r) => r.n > 0)
      .map((r) => (
        <Une r={r} verbatims={verbatims} />
      ))}
  </div>
)

export const trimestre = (iso: string): string =>
  `${['1er', '2e', '3e', '4e'][Math.floor((Number(iso.slice(5, 7)) - 1) / 3)] ?? ''} trimestre ${iso.slice(0, 4)}`

/** Lisible sans couleur : la place dit la part, un rond vide le petit effectif, une barre qui a répondu. Le tableau redit tout. */
const Dessin = ({ periodes }: { periodes: readonly Periode[] }) => {
  const { lignes, traits, hauteur } = tracer(periodes)
  const { largeur, gauche, droite } = cotes
  const milieu = (gauche + droite) / 2
  return (
    <figure class="tendance">
      <svg
        viewBox={`0 0 ${largeur} ${hauteur}`}
        role="img"
        aria-label={`Part des notes hautes, du ${trimestre(lignes.at(-1)?.du ?? '')} au ${trimestre(lignes[0]?.du ?? '')} ; le tableau qui suit dit chaque nombre.`}
      >
        {[gauche, milieu, droite].map((x, i) => (
          <g class="repere">
            <text x={String(x)} y="13" text-anchor="middle">
              {`${i * 50}\u00a0%`}
            </text>
            <line x1={String(x)} x2={String(x)} y1="18" y2={String(hauteur)} />
          </g>
        ))}
        {traits.map((points) => (
          <polyline points={points} />
        ))}
        {lignes.map((l) => (
          <g>
            <text x="0" y={String(l.y + 5)}>
              {`T${Math.floor((Number(l.du.slice(5, 7)) - 1) / 3) + 1} ${l.du.slice(0, 4)}`}
            </text>
            {l.point ? (
              <>
                <circle
                  class={l.point.petit ? 'petit' : 'plein'}
                  cx={l.point.x.toFixed(1)}
                  cy={String(l.y)}
                  r="6"
                />
                <text x={String(droite + 10)} y={String(l.y + 5)}>
                  {direPart(l.point.part)}
                </text>
              </>
            ) : null}
            <rect
              class="sollicites"
              x={String(gauche)}
              y={String(l.y + 15)}
              width={String(droite - gauche)}
              height="6"
            />
            <rect
              class="repondu"
              x={String(gauche)}
              y={String(l.y + 15)}
              width={(l.repondu - gauche).toFixed(1)}
              height="6"
            />
            <text x={String(droite + 10)} y={String(l.y + 23)}>
              {`${l.reponses}/${l.sollicites}`}
            </text>
          </g>
        ))}
      </svg>
      <figcaption class="sub">
        Le rond : la part des notes hautes ; vide, moins de {petitEffectif} notes. La barre : qui a répondu,
        parmi qui fut sollicité.
      </figcaption>
    </figure>
  )
}

/** Trimestre par trimestre, du plus récent au plus ancien ; le dessin double le tableau. */
export const Tendance = ({ periodes }: { periodes: readonly Periode[] }) => (
  <Section
    titre="Dans le temps"
    id="tendance"
    sous={`Part des notes hautes, par trimestre. Sous ${petitEffectif} réponses, un écart ne dit rien.`}
  >
    <Dessin periodes={periodes} />
    <Table
      legende="Satisfaction par trimestre"
      lignes={periodes}
      colonnes={[
        { titre: 'Trimestre', entete: true, cell: (p) => trimestre(p.du) },
        { titre: 'Satisfaits', nombre: true, cell: (p) => direPart(part(p.satisfaits, p.n)) },
        { titre: 'Moyenne', nombre: true, cell: (p) => direMoyenne(p.moyenne) },
        {
          titre: 'Notes (n)',
          nombre: true,
          cell: (p) => `${p.n}${p.n > 0 && p.n < petitEffectif ? ' (peu)' : ''}`,
        },
        { titre: 'Réponses', nombre: true, cell: (p) => `${p.reponses} sur ${p.sollicites}` },
      ]}
    />
  </Section>
)
