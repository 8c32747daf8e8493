import { modaliteDe, motModaliteSeance, partTenue, type SessionLue } from '#modules/sessions/index.ts'
import { heure } from '../documents/donnees-pieces.ts'
import type { Demie } from '../domain/avis.ts'

/** Les demi-journées qui se tiennent, comme une pièce les écrit ; `depuis` : celles qui n’étaient pas finies à cet instant. */
export const demiesDe = (s: SessionLue, depuis?: Date): Demie[] => {
  const { seances } = partTenue(s)
  return (depuis ? seances.filter((x) => x.fin > depuis) : seances).map((x) => {
    // Celle d’aujourd’hui, dite ou de la session : une session mixte devenue tout entière à distance change ce qu’une pièce promettait.
    const modalite = modaliteDe(x, s)
    return {
      date: x.jour,
      debut: heure(x.debutMinutes),
      fin: heure(x.finMinutes),
      ...(modalite === 'mixte' ? {} : { modalite: motModaliteSeance[modalite] }),
    }
  })
}
