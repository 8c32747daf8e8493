import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { EtablissementId, EtablissementSaisi } from '../domain/lus.ts'
import { type PortsOrganisme, type RefusEntreTemps, refuserEntreTemps } from './ports.ts'

type Introuvable = Refus<'introuvable'>
const introuvable = () => refuser('introuvable', 'Ce lieu n’est pas de la coopérative.')
const objet = (id: EtablissementId) => ({ genre: 'etablissement', id })

export const ajouterEtablissement =
  (ports: Pick<PortsOrganisme, 'ajouterEtablissement' | 'consigner'>) =>
  async (id: EtablissementId, saisi: EtablissementSaisi): Promise<Result<true, never>> => {
    if (await ports.ajouterEtablissement(id, saisi))
      await ports.consigner({
        geste: 'ajouter-etablissement',
        objet: objet(id),
        phrase: `Le lieu {etablissement:${id}} est ajouté.`,
      })
    return ok(true)
  }

const memes = (a: EtablissementSaisi, b: EtablissementSaisi): boolean =>
  (Object.keys(b) as (keyof EtablissementSaisi)[]).every((cle) => a[cle] === b[cle])

export const modifierEtablissement =
  (ports: Pick<PortsOrganisme, 'etablissements' | 'modifierEtablissement' | 'consigner'>) =>
  async (
    id: EtablissementId,
    saisi: EtablissementSaisi,
    entreTemps = false,
  ): Promise<Result<true, Introuvable | RefusEntreTemps>> => {
    const avant = (await ports.etablissements()).find((e) => e.id === id)
    if (!avant) return introuvable()
    if (memes(avant, saisi)) return ok(true)
    if (entreTemps) return refuserEntreTemps('Ce lieu')
    await ports.modifierEtablissement(id, saisi)
    await ports.consigner({
      geste: 'modifier-etablissement',
      objet: objet(id),
      phrase: `Le lieu {etablissement:${id}} est corrigé.`,
    })
    return ok(true)
  }

/** Un lieu fermé se lit encore et ne s'offre plus. Il se rouvre. */
export const fermerEtablissement =
  (ports: Pick<PortsOrganisme, 'jour' | 'etablissements' | 'fermerEtablissement' | 'consigner'>) =>
  async (id: EtablissementId, fermer: boolean): Promise<Result<true, Introuvable>> => {
    if (!(await ports.etablissements()).some((e) => e.id === id)) return introuvable()
    if (await ports.fermerEtablissement(id, fermer ? ports.jour : null))
      await ports.consigner({
        geste: fermer ? 'fermer-etablissement' : 'rouvrir-etablissement',
        objet: objet(id),
        phrase: `Le lieu {etablissement:${id}} est ${fermer ? 'fermé' : 'rouvert'}.`,
      })
    return ok(true)
  }
