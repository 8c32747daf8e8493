/** La journée, dessinée : une barre par séance, pleine de ce qui est passé, et l’heure qu’il est. Le texte dessous dit tout. */
import { formaterHeure } from '#kernel/heures.ts'
import type { SeanceDuJour } from '#web/contributions.ts'

type Bornes = NonNullable<SeanceDuJour['bornes']>

/** Ce qui se dessine, en heures pleines et en rangs : deux séances qui se chevauchent sont l’une sous l’autre. */
export type JourneeDessinee = {
  readonly de: number
  readonly a: number
  readonly rangs: number
  readonly barres: readonly (Bornes & { readonly rang: number; readonly fait: number })[]
  /** L’heure qu’il est, si toutes les salles ont la même pendule et que le dessin la contient. */
  readonly ici: number | undefined
}

/** De 8 h à 18 h, ou plus large s’il le faut. Rien si aucune séance ne dit ses bornes. */
export const dessiner = (bornes: readonly Bornes[]): JourneeDessinee | undefined => {
  if (bornes.length === 0) return undefined
  const de = Math.min(8, ...bornes.map((b) => Math.floor(b.debut / 60)))
  const a = Math.max(18, ...bornes.map((b) => Math.ceil(b.fin / 60)))
  const finDuRang: number[] = []
  const barres = bornes.map((b) => {
    const libre = finDuRang.findIndex((fin) => fin <= b.debut)
    const rang = libre === -1 ? finDuRang.length : libre
    finDuRang[rang] = b.fin
    return { ...b, rang, fait: Math.min(Math.max(b.ici, b.debut), b.fin) }
  })
  const [premiere] = bornes
  const commune = premiere && bornes.every((b) => b.ici === premiere.ici) ? premiere.ici : undefined
  return {
    de,
    a,
    rangs: finDuRang.length,
    barres,
    ici: commune !== undefined && commune >= de * 60 && commune <= a * 60 ? commune : undefined,
  }
}

const haut = 20
const pas = 12

export const LaJournee = ({ seances }: { seances: readonly SeanceDuJour[] }) => {
  const d = dessiner(seances.flatMap((s) => s.bornes ?? []))
  if (!d) return null
  const x = (minute: number) => `${(((minute - d.de * 60) / ((d.a - d.de) * 60)) * 100).toFixed(2)}%`
  const large = (du: number, au: number) => `${(((au - du) / ((d.a - d.de) * 60)) * 100).toFixed(2)}%`
  const axe = haut + d.rangs * pas + 3
  const heures = Array.from({ length: d.a - d.de + 1 }, (_, i) => d.de + i)
  const dit = seances
    .filter((s) => s.bornes)
    .map((s) => `${s.intitule}, de ${s.debut} à ${s.fin}`)
    .join(' ; ')
  return (
    <svg
      class="journee"
      role="img"
      height={axe + 25}
      aria-label={`La journée, de ${d.de} h à ${d.a} h. ${d.ici === undefined ? '' : `Il est ${formaterHeure(d.ici)}. `}${dit}.`}
    >
      {d.barres.map((b) => (
        <>
          {b.fait > b.debut ? (
            <rect
              class="plage"
              x={x(b.debut)}
              y={haut + b.rang * pas}
              width={large(b.debut, b.fait)}
              height="6"
            />
          ) : null}
          {b.fin > b.fait ? (
            <rect
              class="plage reste"
              x={x(b.fait)}
              y={haut + b.rang * pas + 0.75}
              width={large(b.fait, b.fin)}
              height="4.5"
            />
          ) : null}
        </>
      ))}
      <line class="axe" x1="0" x2="100%" y1={axe} y2={axe} />
      {heures.slice(1, -1).map((h) => (
        <line class="cran" x1={x(h * 60)} x2={x(h * 60)} y1={axe} y2={axe + 6} />
      ))}
      {heures
        .filter((h) => h === d.a || ((h - d.de) % 2 === 0 && d.a - h > 1))
        .map((h) => (
          <text x={x(h * 60)} y={axe + 21} text-anchor={h === d.de ? 'start' : h === d.a ? 'end' : 'middle'}>
            {h} h
          </text>
        ))}
      {d.ici === undefined ? null : (
        <>
          <line class="ici" x1={x(d.ici)} x2={x(d.ici)} y1="16" y2={axe} />
          <text
            class="ici-t"
            x={x(d.ici)}
            y="11"
            text-anchor={d.ici - d.de * 60 < 60 ? 'start' : d.a * 60 - d.ici < 60 ? 'end' : 'middle'}
          >
            {formaterHeure(d.ici)}
          </text>
        </>
      )}
    </svg>
  )
}
