import type { ActiviteId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { Contenu, OffreId } from '../domain/offre.ts'
import type { PortsCatalogue } from '../domain/ports.ts'

type Introuvable = Refus<'introuvable'>
const introuvable = () => refuser('introuvable', 'Cette offre n’est pas au catalogue.')
const objet = (id: OffreId) => ({ genre: 'offre', id })

/** Écrit une offre à la main, en brouillon. Le même envoi reçu deux fois n’en fait qu’une. */
export const ecrireOffre =
  (r: Pick<PortsCatalogue, 'creer' | 'consigner'>) =>
  async (id: OffreId, activite: ActiviteId, contenu: Contenu): Promise<void> => {
    if (await r.creer({ id, activite }, contenu))
      await r.consigner({
        activite,
        geste: 'ecrire-offre',
        objet: objet(id),
        phrase: `L’offre {offre:${id}} est écrite, en brouillon.`,
      })
  }

/** Corrige un brouillon. Une offre adoptée engage la coopérative : on la reprend d’abord en brouillon. */
export const corrigerOffre =
  (r: Pick<PortsCatalogue, 'retenir' | 'modifier' | 'consigner'>) =>
  async (id: OffreId, contenu: Contenu): Promise<Result<true, Introuvable | Refus<'pas-brouillon'>>> => {
    const offre = await r.retenir(id)
    if (!offre) return introuvable()
    if (!(await r.modifier(id, contenu)))
      return refuser(
        'pas-brouillon',
        'Seul un brouillon se corrige : reprenez d’abord cette offre en brouillon.',
      )
    await r.consigner({
      activite: offre.activite,
      geste: 'corriger-offre',
      objet: objet(id),
      phrase: `Le brouillon {offre:${id}} est corrigé.`,
    })
    return ok(true)
  }

/** Retire une offre du catalogue, et de la page publique. Les sessions planifiées gardent leur version. */
export const retirerOffre =
  (r: Pick<PortsCatalogue, 'retenir' | 'retirer' | 'depublier' | 'consigner'>) =>
  async (id: OffreId): Promise<Result<true, Introuvable>> => {
    const offre = await r.retenir(id)
    if (!offre) return introuvable()
    if (offre.etat === 'retiree') return ok(true)
    await r.retirer(id)
    await r.depublier(id)
    await r.consigner({
      activite: offre.activite,
      geste: 'retirer-offre',
      objet: objet(id),
      phrase: `L’offre {offre:${id}} est retirée du catalogue.`,
    })
    return ok(true)
  }

/** Reprend en brouillon une offre adoptée ou retirée, pour la corriger ; elle se réadopte en une nouvelle version. L’ancienne reste en ligne. */
export const reprendreOffre =
  (r: Pick<PortsCatalogue, 'retenir' | 'reprendre' | 'consigner'>) =>
  async (id: OffreId): Promise<Result<true, Introuvable | Refus<'deja-relue'>>> => {
    const offre = await r.retenir(id)
    if (!offre) return introuvable()
    if (offre.etat === 'brouillon') return ok(true)
    if (!(await r.reprendre(id)))
      return refuser(
        'deja-relue',
        'Le fichier a été relu depuis : une autre offre vient déjà de cette formation.',
      )
    await r.consigner({
      activite: offre.activite,
      geste: 'reprendre-offre',
      objet: objet(id),
      phrase: `L’offre {offre:${id}} est reprise en brouillon.`,
    })
    return ok(true)
  }

/** Ôte un brouillon que rien n’a jamais adopté. Ce qui fut une version est une preuve : cela se retire, et reste. */
export const supprimerOffre =
  (r: Pick<PortsCatalogue, 'retenir' | 'derniereVersion' | 'supprimer' | 'consigner'>) =>
  async (id: OffreId): Promise<Result<true, Introuvable | Refus<'engagee'>>> => {
    const offre = await r.retenir(id)
    if (!offre) return introuvable()
    if (
      offre.etat !== 'brouillon' ||
      offre.adopteeLe ||
      (await r.derniereVersion(id)) ||
      !(await r.supprimer(id))
    )
      return refuser(
        'engagee',
        'Cette offre a une version, ou une session\u00a0: elle fait preuve et ne se supprime pas. Retirez-la du catalogue.',
      )
    await r.consigner({
      activite: offre.activite,
      geste: 'supprimer-brouillon',
      objet: objet(id),
      phrase: 'Un brouillon d’offre est supprimé.',
    })
    return ok(true)
  }
