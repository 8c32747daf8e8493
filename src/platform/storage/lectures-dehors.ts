import { AsyncLocalStorage } from 'node:async_hooks'
import type { Database } from '#platform/db/index.ts'

/** Un objet manque à la transaction : à lire sans elle, puis à refaire. */
class ALireDehors extends Error {
  override name = 'ALireDehors'
  readonly lire: () => Promise<unknown>
  constructor(lire: () => Promise<unknown>) {
    super('Un fichier est à lire hors de la transaction.')
    this.lire = lire
  }
}

const enCours = new AsyncLocalStorage<{ ouverte: boolean }>()

/** Au-delà, un travail qui lit beaucoup de fichiers finit dans sa transaction plutôt que de se refaire sans fin. */
const reprisesMax = 12

/** Dans une transaction de `lecturesDehors`, lève de quoi lire l'objet sans elle ; ailleurs, ne fait rien. */
export const demanderDehors = (lire: () => Promise<unknown>): void => {
  if (enCours.getStore()?.ouverte) throw new ALireDehors(lire)
}

/**
 * La même base, où personne ne tient une connexion pendant qu'un dépôt répond : la transaction qui demande un objet est défaite, l'objet lu, la
 * transaction refaite. Un travail se rejoue donc : rien de ce qu'il fait hors de la base ne vient avant ses lectures de fichiers.
 */
export const lecturesDehors = (db: Database): Database => ({
  ...db,
  async withTenant(acces, work, avance) {
    for (let reprises = 0; reprises < reprisesMax; reprises++) {
      const etat = { ouverte: true }
      try {
        return await enCours.run(etat, () => db.withTenant(acces, work, avance))
      } catch (erreur) {
        if (!(erreur instanceof ALireDehors)) throw erreur
        await erreur.lire()
      } finally {
        etat.ouverte = false
      }
    }
    return db.withTenant(acces, work, avance)
  },
})
