import { formaterDate, morceaux, nomDuJour } from '#kernel/dates.ts'
import { compter } from '#kernel/texte.ts'
import { jourLocal } from '#kernel/zones.ts'
import type { Rencontre } from '#modules/pole/index.ts'

/** Places dessinées au plus : au-delà, les ronds se toucheraient. */
const maxPlaces = 48

const point = (i: number, n: number): readonly [string, string] => {
  const angle = (2 * Math.PI * i) / n
  return [(200 + 178 * Math.sin(angle)).toFixed(1), (200 - 178 * Math.cos(angle)).toFixed(1)]
}

const Place = ({ genre, x, y }: { genre: 'vient' | 'hesite' | 'libre'; x: string; y: string }) =>
  genre === 'vient' ? (
    <circle class="vient" cx={x} cy={y} r="9" />
  ) : genre === 'hesite' ? (
    <g class="loin">
      <circle cx={x} cy={y} r="8" />
      <path d={`M${x} ${(Number(y) - 8).toFixed(1)}a8 8 0 0 0 0 16z`} />
    </g>
  ) : (
    <circle class="libre" cx={x} cy={y} r="8" />
  )

const Legende = ({ genre, texte }: { genre: 'vient' | 'hesite' | 'libre'; texte: string }) => (
  <li>
    <svg viewBox="0 0 20 20" aria-hidden="true">
      <Place genre={genre} x="10" y="10" />
    </svg>{' '}
    {texte}
  </li>
)

/** Le tour de table de la prochaine rencontre : une place par coopérative du pôle. */
export const Tour = ({ r }: { r: Rencontre }) => {
  const jour = jourLocal(r.debut, r.zone)
  const libres = Math.max(0, r.membres - r.viennent - r.hesitent)
  const echelle = Math.min(1, maxPlaces / Math.max(1, r.membres))
  const pleins = Math.round(r.viennent * echelle)
  const demis = Math.round(r.hesitent * echelle)
  const places = Math.max(1, Math.min(maxPlaces, r.membres))
  const mois = formaterDate(jour)
    .replace(/^\S+\s/u, '')
    .replace(/ \d{4}$/, '')
  return (
    <figure class="accueil-t">
      <svg
        class="tour"
        viewBox="0 0 400 400"
        role="img"
        aria-label={`Le tour de table du ${formaterDate(jour)} : viennent ${compter(r.viennent, 'coopérative')}, hésitent ${r.hesitent}, sans réponse ${libres}.`}
      >
        <circle class="rond" cx="200" cy="200" r="178" />
        {Array.from({ length: places }, (_, i) => {
          const [x, y] = point(i, places)
          return <Place genre={i < pleins ? 'vient' : i < pleins + demis ? 'hesite' : 'libre'} x={x} y={y} />
        })}
        <text class="t1" x="200" y="138" text-anchor="middle">
          {nomDuJour(jour)}
        </text>
        <text class="t2" x="200" y="243" text-anchor="middle">
          {String(morceaux(jour).jour)}
        </text>
        <text class="t1" x="200" y="284" text-anchor="middle">
          {mois}
        </text>
      </svg>
      <figcaption>
        <ul class="places">
          <Legende
            genre="vient"
            texte={`${compter(r.viennent, 'coopérative')} ${r.viennent > 1 ? 'viennent' : 'vient'}`}
          />
          {r.hesitent > 0 ? (
            <Legende genre="hesite" texte={`${r.hesitent} ${r.hesitent > 1 ? 'hésitent' : 'hésite'}`} />
          ) : null}
          {libres > 0 ? (
            <Legende genre="libre" texte={`${libres} ${libres > 1 ? 'n’ont' : 'n’a'} pas répondu`} />
          ) : null}
        </ul>
      </figcaption>
    </figure>
  )
}
