import type { ActiviteId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { plier } from '#kernel/texte.ts'
import {
  changerEnseigne,
  type EtatEnseigne,
  nommerEnseigne,
  type RefusEnseigne,
} from '../domain/enseignes.ts'
import { estCae } from '../domain/forme.ts'
import type { PortsOrganisme } from './ports.ts'

export const nomsDEtat: Readonly<Record<EtatEnseigne, string>> = {
  'en-test': 'à l’essai',
  ouverte: 'ouverte',
  'en-sortie': 'en sortie',
  fermee: 'fermée',
}

/**
 * Hors CAE, il n'y a que l'enseigne commune : une seconde ne cacherait que des lignes à leurs propres auteurs. Un organisme commun en a une
 * par coopérative membre (`dUneMembre`).
 */
export const ouvrirEnseigne =
  (ports: Pick<PortsOrganisme, 'organisme' | 'enseignes' | 'ajouterEnseigne' | 'consigner'>) =>
  async (
    id: ActiviteId,
    saisi: string,
    etat: 'en-test' | 'ouverte',
    { dUneMembre = false }: { readonly dUneMembre?: boolean } = {},
  ): Promise<Result<true, RefusEnseigne | Refus<'hors-cae' | 'nom-pris'>>> => {
    if (!dUneMembre && !estCae(ports.organisme.forme))
      return refuser(
        'hors-cae',
        'Seule une coopérative d’activité et d’emploi tient plusieurs enseignes. Si c’est le cas, dites-le d’abord dans la fiche.',
      )
    const nom = nommerEnseigne(saisi)
    if (!nom.ok) return nom
    const existantes = await ports.enseignes()
    if (existantes.some((e) => e.id === id)) return ok(true)
    if (existantes.some((e) => e.etat !== 'fermee' && plier(e.nom) === plier(nom.value)))
      return refuser('nom-pris', 'Une enseigne ouverte porte déjà ce nom.')
    if (await ports.ajouterEnseigne(id, nom.value, etat))
      await ports.consigner({
        geste: 'ouvrir-enseigne',
        objet: { genre: 'enseigne', id },
        phrase: `L’enseigne {enseigne:${id}} est créée, ${nomsDEtat[etat]}.`,
      })
    return ok(true)
  }

export const changerEtatEnseigne =
  (ports: Pick<PortsOrganisme, 'enseignes' | 'changerEtatEnseigne' | 'sessionsEnCours' | 'consigner'>) =>
  async (
    id: ActiviteId,
    vers: EtatEnseigne,
  ): Promise<Result<true, RefusEnseigne | Refus<'introuvable' | 'deja-change'>>> => {
    const enseigne = (await ports.enseignes()).find((e) => e.id === id)
    if (!enseigne) return refuser('introuvable', 'Cette enseigne n’est pas de la coopérative.')
    // Le même envoi, reçu deux fois : c'est déjà fait.
    if (enseigne.etat === vers) return ok(true)
    const enCours = vers === 'fermee' ? await ports.sessionsEnCours(id) : 0
    const suite = changerEnseigne(enseigne, vers, enCours)
    if (!suite.ok)
      return suite.error.code === 'transition-impossible'
        ? refuser(
            'transition-impossible',
            `Une enseigne ${nomsDEtat[enseigne.etat]} ne devient pas ${nomsDEtat[vers]}.`,
          )
        : suite
    if (!(await ports.changerEtatEnseigne(id, enseigne.etat, vers)))
      return refuser('deja-change', 'Cette enseigne n’est pas des vôtres, ou quelqu’un vient de la changer.')
    await ports.consigner({
      geste: 'changer-enseigne',
      objet: { genre: 'enseigne', id },
      phrase: `L’enseigne {enseigne:${id}} est ${nomsDEtat[vers]}.`,
      details: { de: enseigne.etat, vers },
    })
    return ok(true)
  }
