/** Les agendas, dans les deux sens : l’adresse secrète qui montre un planning, et l’agenda du dehors dont on lit les heures prises. */
import type { ActiviteId, OrganismeId, PersonneId } from '#kernel/id.ts'
import { de } from '#kernel/texte.ts'
import type { Intervenant } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { enqueue } from '#platform/jobs/enqueue.ts'
import type { Services } from '#platform/services.ts'
import { creerAbonnement, revoquerAbonnement } from '../db/abonnements.ecritures.ts'
import type { Abonnement } from '../db/abonnements.ts'
import { poserAgenda, retirerAgenda } from '../db/agendas.ecritures.ts'
import type { Agenda } from '../db/agendas.ts'
import { tacheLireAgendas, usageAdresse } from '../domain/agendas.ts'

/** Rend le secret de l’adresse, qui ne se relit plus. Rien si le même formulaire l’a déjà faite. */
export const sAbonner = async (
  tx: TenantTx,
  activite: ActiviteId,
  a: Pick<Abonnement, 'id' | 'genre' | 'objet' | 'nom' | 'creePar'>,
  le: Date,
): Promise<string | undefined> => {
  const secret = await creerAbonnement(tx, { ...a, creeLe: le })
  if (secret !== undefined)
    await consigner(tx, {
      activite,
      faitLe: le,
      module: 'sessions',
      geste: 'abonner-agenda',
      objet: { genre: 'abonnement', id: a.id },
      phrase: `Une adresse d’agenda est faite pour ${a.nom}.`,
    })
  return secret
}

/** L’agenda qui lisait cette adresse n’apprend plus rien. Arrêtée deux fois, elle ne se consigne qu’une. */
export const arreterAbonnement = async (
  tx: TenantTx,
  activite: ActiviteId,
  a: Pick<Abonnement, 'id' | 'nom'>,
  le: Date,
): Promise<void> => {
  if (await revoquerAbonnement(tx, a.id, le))
    await consigner(tx, {
      activite,
      faitLe: le,
      module: 'sessions',
      geste: 'arreter-agenda',
      objet: { genre: 'abonnement', id: a.id },
      phrase: `L’adresse d’agenda ${de(a.nom)} est arrêtée.`,
    })
}

/** `adresse`, en clair, est chiffrée ici et jamais remontrée. Ses heures prises se lisent à la file. */
export const lireUnAgenda = async (
  { keys }: Pick<Services, 'keys'>,
  tx: TenantTx,
  a: Pick<Agenda, 'id' | 'nom'> & {
    readonly qui: Intervenant
    readonly adresse: string
    readonly creePar: PersonneId
    readonly organisme: OrganismeId
  },
  le: Date,
): Promise<void> => {
  const { activite, personne } = a.qui
  const neuf = await poserAgenda(tx, {
    id: a.id,
    activite,
    personne,
    nom: a.nom,
    adresse: keys.encrypt(usageAdresse, a.id, Buffer.from(a.adresse)),
    creePar: a.creePar,
    creeLe: le,
  })
  if (!neuf) return
  await consigner(tx, {
    activite,
    faitLe: le,
    module: 'sessions',
    geste: 'lire-agenda',
    objet: { genre: 'agenda', id: a.id },
    phrase: `L’agenda de {tiers:${personne}} se lit : ses heures prises seulement.`,
  })
  await enqueue(tx, tacheLireAgendas, { organisme: a.organisme, agenda: a.id })
}

/** Son adresse et ses heures s’effacent. */
export const nePlusLireAgenda = async (tx: TenantTx, a: Agenda, le: Date): Promise<void> => {
  if (await retirerAgenda(tx, a.id, le))
    await consigner(tx, {
      activite: a.activite,
      faitLe: le,
      module: 'sessions',
      geste: 'retirer-agenda',
      objet: { genre: 'agenda', id: a.id },
      phrase: `L’agenda de {tiers:${a.personne}} ne se lit plus ; son adresse et ses heures sont effacées.`,
    })
}
