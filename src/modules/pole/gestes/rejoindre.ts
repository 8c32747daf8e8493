/** Une coopérative demande à rejoindre un pôle. */
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { adhesions } from '#modules/comptes/index.ts'
import type { OrganismeLu } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { isMailAddress } from '#platform/mail/compose.ts'
import { sendLater } from '#platform/mail/outbox.ts'
import type { Services } from '#platform/services.ts'
import type { Visiteur } from '#web/env.ts'
import type { Rencontre } from '../db/agenda.ts'
import { accueillir, mandatsDuPole, type PoleOuvert, rejoindrePole } from '../db/poles.ts'
import { accuseDeDemande, bienvenue } from '../documents/courriels.ts'
import { noter } from './noter.ts'

const sonCourriel = async (tx: TenantTx, visiteur: Visiteur) => {
  const moi = (await adhesions(tx)).find((a) => a.compte === visiteur.personneId)
  return moi && isMailAddress(moi.courriel) ? { courriel: moi.courriel, prenom: moi.prenom } : undefined
}

/**
 * `membre` : l’entrée est libre, elle en est. `demandee` : la demande attend un visa ; `deja` : elle l’attendait. Qui demande reçoit
 * l’accusé, ou la bienvenue, avec la prochaine rencontre.
 */
export const demanderARejoindre = async (
  services: Pick<Services, 'keys' | 'config'>,
  tx: TenantTx,
  visiteur: Visiteur,
  {
    pole,
    prochaine,
    o,
  }: { readonly pole: PoleOuvert; readonly prochaine: Rencontre | undefined; readonly o: OrganismeLu },
  dit: { readonly cherche: string; readonly propose: string },
  le: Date,
): Promise<Result<'membre' | 'demandee' | 'deja', Refus>> => {
  const avant = await rejoindrePole(tx, pole.id, { ...dit, nom: visiteur.nom }, le)
  if (avant === 'attente') return ok('deja')
  if (avant !== 'active' && avant !== 'demandee')
    return refuser('ferme', 'Ce pôle n’accueille pas en ce moment.')
  const a = await sonCourriel(tx, visiteur)
  if (avant === 'demandee') {
    if (a) await sendLater(tx, services, accuseDeDemande(pole, prochaine, a))
    return ok('demandee')
  }
  const neuve = await accueillir(tx, pole.id, o.id, le)
  const animation = (await mandatsDuPole(tx, pole.id)).filter((m) => m.role === 'animation')
  if (a && neuve)
    await sendLater(
      tx,
      services,
      bienvenue(
        pole,
        animation.map((m) => m.nom),
        prochaine,
        a,
        services.config.origine,
      ),
    )
  await noter(tx, visiteur, pole.id, 'rejoindre-pole', `{pole:${pole.id}} est rejoint.`, le)
  return ok('membre')
}
