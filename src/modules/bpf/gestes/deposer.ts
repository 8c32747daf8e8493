import type { DateCivile } from '#kernel/dates.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { enseigneParDefaut } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { ajouterDepot } from '../db/depots.ecritures.ts'
import type { DepotId } from '../db/depots.queries.ts'
import { estValidable } from '../domain/controles/controler.ts'
import { type ContenuDeDepot, figer } from '../domain/depot.ts'
import type { Exercice } from '../domain/dossier.ts'
import { ecrireStable } from '../domain/empreinte.ts'
import { detaillerCase, nommer } from '../lecture/detailler.ts'
import { lireVueDetaillee, type VueDetaillee } from '../lecture/lire-vue.ts'

/** Tout ce que le bilan dit aujourd'hui, cases et enregistrements, prêt à être figé ou exporté. */
export const contenuDuBilan = async (
  tx: TenantTx,
  vue: Pick<VueDetaillee, 'lu' | 'organisme' | 'controles'>,
): Promise<ContenuDeDepot> => {
  const { lu, organisme: o } = vue
  const noms = await nommer(tx, lu.bpf.cases.values())
  const adressePublique = lu.reglage?.adressePublique ?? null
  const maison = { nom: o.nom, siret: o.siret, nda: o.nda, adressePublique }
  return figer(lu.bpf, maison, vue.controles, (id) => {
    const c = lu.bpf.cases.get(id)
    return c ? detaillerCase(lu, noms, c) : []
  })
}

/** Fige ce qui a été transmis. Un contrôle bloquant l'empêche (R20) ; les alertes ont été lues, ou non, par la personne. */
export const deposer = async (
  tx: TenantTx,
  exercice: Exercice,
  d: {
    readonly id: DepotId
    readonly transmisLe: DateCivile
    readonly recepisse: string
    readonly alertesLues: boolean
  },
  quand: { readonly le: Date; readonly jour: DateCivile },
): Promise<Result<DepotId, Refus<'bloquant' | 'alertes' | 'date'>>> => {
  if (d.transmisLe <= exercice.fin)
    return refuser('date', 'Un bilan se transmet après la clôture de son exercice.')
  if (d.transmisLe > quand.jour) return refuser('date', 'Ce jour de transmission est à venir.')
  const vue = await lireVueDetaillee(tx, exercice, quand.jour)
  const defauts = vue.controles.filter((c) => !c.ok)
  if (!estValidable(vue.controles)) {
    const premier = defauts.find((c) => c.niveau === 'bloquant')
    return refuser('bloquant', `Un contrôle l’empêche. ${premier?.id} : ${premier?.message ?? ''}`)
  }
  if (defauts.length > 0 && !d.alertesLues)
    return refuser('alertes', 'Des alertes restent : relisez-les, puis dites que vous les avez lues.')
  const contenu = await contenuDuBilan(tx, vue)
  const neuf = await ajouterDepot(tx, {
    id: d.id,
    exercice,
    cerfa: contenu.cerfa,
    contenu: ecrireStable(contenu),
    transmisLe: d.transmisLe,
    recepisse: d.recepisse,
    le: quand.le,
  })
  const enseigne = await enseigneParDefaut(tx)
  if (neuf && enseigne)
    await consigner(tx, {
      activite: enseigne.id,
      faitLe: quand.le,
      module: 'bpf',
      geste: 'deposer',
      objet: { genre: 'depot', id: d.id },
      phrase: `Le bilan de l’exercice du ${exercice.debut} au ${exercice.fin} a été figé, transmis le ${d.transmisLe}.`,
    })
  return ok(d.id)
}
