const aLaFois = 2
const enAttenteMax = 40
let enCours = 0
const attendent: (() => void)[] = []

/** Un travail sur un PDF du dehors, à son tour : deux à la fois, quel que soit le travail. Au-delà de quarante en attente : `occupe`. */
export const aSonTour = async <T>(travail: () => Promise<T>): Promise<T | 'occupe'> => {
  if (attendent.length >= enAttenteMax) return 'occupe'
  if (enCours >= aLaFois) await new Promise<void>((passer) => attendent.push(passer))
  else enCours += 1
  try {
    return await travail()
  } finally {
    // Sa place passe au suivant, ou se rend.
    const suivant = attendent.shift()
    if (suivant) suivant()
    else enCours -= 1
  }
}
