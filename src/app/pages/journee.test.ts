import { describe, expect, it } from 'vitest'
import { dessiner } from './journee.tsx'

const h = (heures: number, minutes = 0) => heures * 60 + minutes
const seance = (debut: number, fin: number, ici: number) => ({ debut, fin, ici })

describe('la journée dessinée', () => {
  it('va de 8 h à 18 h, ou plus large si une séance commence avant ou finit après', () => {
    expect(dessiner([seance(h(9), h(12, 30), h(10))])).toMatchObject({ de: 8, a: 18 })
    expect(dessiner([seance(h(7, 30), h(9), h(10)), seance(h(18), h(21, 15), h(10))])).toMatchObject({
      de: 7,
      a: 22,
    })
    expect(dessiner([])).toBeUndefined()
  })
  it('remplit ce qui est passé, et rien de ce qui vient', () => {
    const faits = dessiner([
      seance(h(9), h(12), h(11, 40)),
      seance(h(14), h(16), h(11, 40)),
      seance(h(8), h(9), h(11, 40)),
    ])?.barres.map((b) => b.fait)
    expect(faits).toEqual([h(11, 40), h(14), h(9)])
  })
  it('met l’une sous l’autre deux séances qui se chevauchent, et à la suite deux qui se touchent', () => {
    const d = dessiner([seance(h(9), h(12), h(8)), seance(h(9, 30), h(11), h(8)), seance(h(12), h(14), h(8))])
    expect(d?.barres.map((b) => b.rang)).toEqual([0, 1, 0])
    expect(d?.rangs).toBe(2)
  })
  it('ne dit l’heure que si toutes les salles ont la même, et qu’elle tient dans le dessin', () => {
    expect(dessiner([seance(h(9), h(12), h(11, 40))])?.ici).toBe(h(11, 40))
    expect(dessiner([seance(h(9), h(12), h(11)), seance(h(9), h(12), h(13))])?.ici).toBeUndefined()
    expect(dessiner([seance(h(9), h(12), h(23))])?.ici).toBeUndefined()
    expect(dessiner([seance(h(9), h(12), -60)])?.ici).toBeUndefined()
  })
})
