/**
 * Une mission payée par le compte personnel de formation, tenue dans une salle louée à une autre coopérative : les clauses de R6333-6-2, le suivi des
 * 80 %, la dérogation au dossier 21/22 qui manque, et la salle au registre des lieux (17). Reprise, chaque étape déjà jouée n’est plus offerte.
 */
import type { DateCivile } from '#kernel/dates.ts'
import { formaterDate } from '#kernel/dates.ts'
import { champsDe, chemin, dernier, type Personne } from './rejouer.ts'

const cle = (n: number) => `018f7c00-0000-7000-8000-${String(n).padStart(12, '0')}`
const [laReservation, laSession] = [cle(1), cle(2)]

export const tenirDansUneSalleLouee = async (
  { maiwenn, agathe }: { readonly maiwenn: Personne; readonly agathe: Personne },
  /** Ferme, ce jour-là. */
  mission: string,
  jour: DateCivile,
  /** De Terre d’Appui. */
  salle: string,
  classer: () => Promise<void>,
): Promise<void> => {
  await maiwenn.envoyer(`${salle}/demander`, {
    _jeton: laReservation,
    objet: 'Un samedi de français et d’outils libres, payé par le CPF',
    configuration: 'en U',
    jour: formaterDate(jour, 'chiffres'),
    debut: '9 h',
    fin: '17 h',
  })
  if ((await agathe.lire(salle)).includes(`value="${laReservation}"`))
    await agathe.envoyer(`${salle}/repondre`, { reservation: laReservation, oui: 'oui', motif: '' })
  const vers = [...(await maiwenn.lire(salle)).matchAll(/href="(\/sessions\/nouvelle\?[^"]+)"/g)]
    .map(([, ou]) => (ou ?? '').replaceAll('&amp;', '&'))
    .find((ou) => ou.includes(laReservation))
  if (!vers) return
  const page = await maiwenn.lire(vers)
  const envoi = /action="(\/sessions\/nouvelle\?[^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? vers
  const offre = /<option value="([0-9a-f-]{36})"[^>]*>[^<]*Français langue étrangère/.exec(page)?.[1]
  if (!offre) throw new Error('L’offre de français langue étrangère ne se propose plus pour planifier.')
  const session = chemin(
    await maiwenn.envoyer(envoi, {
      ...champsDe(page),
      _jeton: laSession,
      offre,
      modalite: 'presentiel',
      formateur: 'Salomé Diallo',
      motif: 'Un samedi, choisi avec la coopérative.',
      'seances[0].debut': '9 h 30',
      'seances[0].fin': '12 h 30',
      'seances[1].debut': '13 h 30',
      'seances[1].fin': '16 h 30',
    }),
  )
  const elle = await maiwenn.lire(session)
  if (elle.includes(`${session}/etat/ouverte`))
    await maiwenn.envoyer(`${session}/etat/ouverte`, { motif: '' })
  if ((await maiwenn.lire(mission)).includes(`${mission}/planifier`))
    await maiwenn.envoyer(`${mission}/planifier`, { session: dernier(session) })
  const deroger = `/vivier/sessions/${dernier(session)}/deroger`
  const personne = /<option value="([0-9a-f-]{36})"/.exec(await maiwenn.lire(deroger))?.[1]
  if (personne)
    await maiwenn.envoyer(deroger, {
      personne,
      motif:
        'Son dossier de la mission d’avant vaut encore ; le nouveau est demandé, et attendu avant le samedi.',
    })
  if ((await maiwenn.lire(session)).includes(`${session}/etat/confirmee`))
    await maiwenn.envoyer(`${session}/etat/confirmee`, { motif: 'La salle est louée : la séance se tient.' })
  await classer()
}
