import { asId } from '#kernel/id.ts'
import { agendaDesPoles, direMoment } from '#modules/pole/index.ts'
import type { PublicTx } from '#platform/db/index.ts'
import type { SystemJobHandler } from '#platform/jobs/jobs.ts'
import type { Message } from '#platform/mail/mail.ts'
import { sendLater } from '#platform/mail/outbox.ts'
import type { Services } from '#platform/services.ts'
import { ceQuiSeProuve, lireDossierArrive, lireEcrit, poserPreuve } from '../db/contacts.ts'
import { lireAbonne } from '../db/lettres.ts'
import { confirmerCandidature, confirmerLettre, dejaAbonne, prouverDemande } from '../documents/courriels.ts'
import { preuveDe } from '../gestes/preuve.ts'
import { candidatureUrl, choisirLettreUrl, confirmerLettreUrl, prouverDemandeUrl } from '../liens.ts'

export const tachePreuve = 'portail.envoyer-preuve'

const genres = ['candidature', 'demande', 'lettre'] as const
type Genre = (typeof genres)[number]
type Lu = NonNullable<Awaited<ReturnType<typeof ceQuiSeProuve>>>

/** Le courriel qui porte le secret ; rien si son contenu s'est effacé. */
const composer = async (
  tx: PublicTx,
  { keys, clock, config }: Services,
  genre: Genre,
  id: string,
  lu: Lu,
): Promise<Omit<Message, 'id'> | undefined> => {
  const preuve = preuveDe(keys, genre, id)
  const url = (chemin: string) => `${config.origine}${chemin}`
  switch (genre) {
    case 'candidature': {
      const dit = lireDossierArrive(keys, id, lu.chiffre)
      if (!dit) return undefined
      const r = (await agendaDesPoles(tx, clock.now())).find(
        (x) => x.code === dit.pole && x.etat === 'convoquee',
      )
      return confirmerCandidature(
        dit,
        r ? `${r.titre}, ${direMoment(r.debut, r.fin, r.zone)}` : '',
        url(candidatureUrl({ candidature: id, preuve })),
      )
    }
    case 'demande': {
      const ecrit = lireEcrit(keys, id, lu.chiffre)
      return ecrit && prouverDemande(ecrit, url(prouverDemandeUrl({ demande: id, preuve })))
    }
    case 'lettre': {
      const adresse = lireAbonne(keys, lu.chiffre)
      if (!adresse) return undefined
      return lu.etat === 'actif'
        ? dejaAbonne(
            adresse,
            url(choisirLettreUrl({ abonnement: id, preuve: preuveDe(keys, 'choix-lettre', id) })),
          )
        : confirmerLettre(adresse, url(confirmerLettreUrl({ abonnement: id, preuve })))
    }
  }
}

/**
 * Écrit à une adresse qui doit se prouver. Le secret naît ici, sous le rôle du travailleur, et la base n'en garde que l'empreinte : qui
 * tient le rôle web dépose une demande, mais ne peut ni la prouver, ni la prouver pour une autre adresse. Rejouée, elle n'écrit qu'une
 * fois ; la lettre redemandée, elle réécrit.
 */
export const envoyerPreuve: SystemJobHandler = async (payload, services) => {
  const genre = genres.find((g) => g === payload.genre)
  const id = asId<'Preuve'>(String(payload.id ?? ''))
  if (!genre || !id) return
  await services.db.withoutTenant(async (tx) => {
    const lu = await ceQuiSeProuve(tx, genre, id)
    const message = lu && (await composer(tx, services, genre, id, lu))
    if (!message) return
    const neuve = await poserPreuve(tx, genre, id, preuveDe(services.keys, genre, id), message.a)
    if (neuve || genre === 'lettre') await sendLater(tx, services, message)
  })
}
