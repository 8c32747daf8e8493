/** Une mission confiée à une autre coopérative laisse ses preuves aux registres : le contrat signé des deux (27), la consigne (18). */
import { createHash } from 'node:crypto'
import type { DateCivile } from '#kernel/dates.ts'
import { uuidV7 } from '#kernel/id.ts'
import type { Refus } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import type { PreuveDeMission } from '#modules/mutualisation/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { lireLigne } from '../db/registre.ts'
import { lireRegard } from '../lecture/lire-score.ts'
import { joindreFichier } from './joindre-fichier.ts'
import { tenirLigne } from './tenir-registre.ts'

/** Le même identifiant chaque fois que la même mission se place dans la même session. */
const idDe = (p: PreuveDeMission, quoi: string): string =>
  uuidV7(p.le, createHash('sha256').update(`${p.cle}:${p.session}:${quoi}`).digest())

export const classerMission = async (
  { storage }: Pick<Services, 'storage'>,
  tx: TenantTx,
  p: PreuveDeMission,
  maintenant: Date,
): Promise<Result<void, Refus>> => {
  const regarde = await lireRegard(tx, maintenant)
  const commun = {
    activite: p.activite,
    expireLe: null,
    session: p.session,
    personne: p.personne,
    offre: null,
    etablissement: null,
    responsable: null,
    origine: null,
    retire: false,
  }
  const inscrire = async (
    genre: 'contrat-sous-traitance' | 'consigne',
    ligne: {
      readonly titre: string
      readonly le: DateCivile
      readonly contenu: Record<string, string | readonly string[]>
      readonly entreprise: string | null
    },
  ): Promise<Result<string, Refus>> => {
    const id = idDe(p, genre)
    // Révisée depuis, elle reste comme qui la tient l’a écrite.
    if ((await lireLigne(tx, genre, id)).length > 0) return ok(id)
    const fait = await tenirLigne(
      tx,
      { ...commun, ...ligne, genre, id },
      { rangLu: 0, regarde, le: maintenant },
    )
    return fait.ok ? ok(id) : fait
  }
  const contrat = await inscrire('contrat-sous-traitance', {
    titre: `${p.numero}, ${p.nom}`,
    le: p.signeLe,
    contenu: {
      clauses: p.clauses,
      indicateurs: `pour la part confiée : ${p.indicateurs.join(', ')}`,
      montant: (p.montant / 100).toFixed(2).replace('.', ','),
      cpf: p.cpf ? 'oui' : 'non',
    },
    entreprise: p.entreprise,
  })
  if (!contrat.ok) return contrat
  const jour = jourLocal(maintenant, ZONE_PAR_DEFAUT)
  const joint = await joindreFichier(
    storage,
    tx,
    {
      id: idDe(p, 'fichier'),
      activite: p.activite,
      ligne: contrat.value,
      nom: `${p.numero}.pdf`,
      genre: 'pdf',
      octets: p.contrat,
      expireLe: null,
    },
    { le: maintenant, jour },
  )
  if (!joint.ok && joint.error.code !== 'deja') return joint
  if (p.consigne === '') return ok(undefined)
  const consigne = await inscrire('consigne', {
    titre: `À ${p.nom}, avec le contrat ${p.numero}`,
    le: p.signeLe,
    contenu: { texte: p.consigne },
    entreprise: null,
  })
  return consigne.ok ? ok(undefined) : consigne
}
