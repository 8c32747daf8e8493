/** Ce que le mandataire garde de ses échanges avec l’acheteur. */
import { type Refus, refuser } from '#kernel/refus.ts'
import type { Result } from '#kernel/result.ts'
import { jourLocal } from '#kernel/zones.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { fauteDuTour, type ReponseDeLAcheteur, type TourDeNegociation } from '../domain/acheteur.ts'
import { dejaEcrit, dernier } from '../domain/ecrits.ts'
import type { Reponse } from '../lecture/lire-reponse.ts'
import { ecrireAuDossier, ecrireUneFois } from './reponse.ts'

type Fait = Promise<Result<undefined, Refus>>
const non = (code: string, phrase: string): Fait => Promise.resolve(refuser(code, phrase))

/** Dit quand une question fut posée, et ce qui est répondu. */
export const garderReponse = (
  tx: TenantTx,
  r: Reponse,
  question: string,
  dit: ReponseDeLAcheteur,
  le: Date,
): Fait => {
  if (!dejaEcrit(r.ecrits, 'question', question)) return non('introuvable', 'Cette question n’existe pas.')
  if (dit.poseeLe > jourLocal(le, r.d.g.zone))
    return non('poseeLe', 'La question serait posée un jour à venir.')
  return ecrireAuDossier(tx, r, 'reponse', dit, { cle: question, avantLimite: false }, le)
}

/** Garde un tour de négociation : un neuf, ou l’un de ceux qui sont écrits, complété. Dit une fois « à prix », il le reste. */
export const garderTour = (
  tx: TenantTx,
  r: Reponse,
  { tour, neuve }: { readonly tour: string; readonly neuve: string },
  data: TourDeNegociation,
  le: Date,
): Fait => {
  if (tour !== '' && !dejaEcrit(r.ecrits, 'negociation', tour))
    return non('introuvable', 'Ce tour n’existe pas.')
  const avant = dernier<TourDeNegociation>(r.ecrits, 'negociation', undefined, tour)
  const dit: TourDeNegociation = { ...data, prix: data.prix === true || avant?.prix === true }
  const { limite, zone } = r.d.g
  const faute = fauteDuTour(dit, jourLocal(limite, zone), jourLocal(le, zone))
  if (faute !== undefined) return non('tour', faute)
  return tour === ''
    ? ecrireUneFois(tx, r, 'negociation', dit, neuve, le)
    : ecrireAuDossier(tx, r, 'negociation', dit, { cle: tour, avantLimite: false }, le)
}
