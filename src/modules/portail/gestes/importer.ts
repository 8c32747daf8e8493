/** Prendre les actualités d'un site d'avant. Le même import, refait, ne crée rien de plus. */

import type { Contenu } from '../domain/actualite.ts'
import type { LigneDeRapport, Rapport } from '../domain/importation.ts'

export type EntreeAPrendre = {
  readonly origine: string
  readonly contenu: Contenu
  readonly le: Date | undefined
  readonly image?: { readonly url: string; readonly alt: string }
}

type Ports = {
  /** Rend l'identifiant de la neuve, ou rien si cette origine est déjà là. */
  creer(origine: string, contenu: Contenu): Promise<string | undefined>
  faireParaitre(id: string, contenu: Contenu, le: Date): Promise<void>
  /** Note l'image à aller chercher ensuite. */
  retenirImage(id: string, image: { readonly url: string; readonly alt: string }): void
}

/**
 * `paraitre` : celles que le fichier date paraissent à leur date, pourvu qu'elle soit passée ; les autres restent des
 * brouillons. Une entrée déjà importée n'est pas touchée : ce qu'on y a repris depuis l'emporte.
 */
export const importer =
  (ports: Ports) =>
  async (
    lecture: {
      readonly genre: string
      readonly entrees: readonly EntreeAPrendre[]
      readonly laissees: readonly { readonly titre: string; readonly pourquoi: string }[]
    },
    paraitre: boolean,
    maintenant: Date,
  ): Promise<Rapport> => {
    const lignes: LigneDeRapport[] = []
    for (const e of lecture.entrees) {
      const id = await ports.creer(e.origine, e.contenu)
      if (!id) {
        lignes.push({ titre: e.contenu.titre, sort: 'connue' })
        continue
      }
      if (e.image) ports.retenirImage(id, e.image)
      const parait = paraitre && e.le !== undefined && e.le <= maintenant
      if (parait && e.le) await ports.faireParaitre(id, e.contenu, e.le)
      lignes.push({ titre: e.contenu.titre, sort: parait ? 'parue' : 'creee' })
    }
    for (const l of lecture.laissees) lignes.push({ titre: l.titre, sort: 'laissee', pourquoi: l.pourquoi })
    const compter = (sort: LigneDeRapport['sort']) => lignes.filter((l) => l.sort === sort).length
    return {
      genre: lecture.genre,
      comptes: {
        creee: compter('creee'),
        parue: compter('parue'),
        connue: compter('connue'),
        laissee: compter('laissee'),
      },
      lignes: lignes.slice(0, 1_000),
    }
  }
