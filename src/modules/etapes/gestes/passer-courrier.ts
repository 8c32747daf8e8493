/**
 * Par ici passe tout courriel suivi : il y laisse sa trace, y prend les mots de la coopérative, et n’en sort pas si l’adresse
 * ne répond plus, si l’envoi est arrêté, ou si la personne ne veut plus de nouvelles. `app/` la pose devant le vrai envoi.
 */
import { matinAttendu } from '#kernel/zones.ts'
import { lireOrganisme } from '#modules/organisme/index.ts'
import { lireSession, type SessionId } from '#modules/sessions/index.ts'
import type { Clock } from '#platform/clock/clock.ts'
import type { Database, TenantTx } from '#platform/db/index.ts'
import type { Keys } from '#platform/keys/keys.ts'
import { headerText } from '#platform/mail/compose.ts'
import { lireEchec } from '#platform/mail/lire-echec.ts'
import { EnvoiRetenu, EnvoiTropTot, type Mailer, type Message, type Suivi } from '#platform/mail/mail.ts'
import { marquerEnDefaut } from '../db/adresses.ecritures.ts'
import { cleDAdresse, etatDAdresse } from '../db/adresses.ts'
import { listerArrets } from '../db/arrets.ts'
import { differer, dire } from '../db/avis.ecritures.ts'
import { lireChoix, membreDe } from '../db/avis.ts'
import { finir, prendre, retenir } from '../db/envois.ecritures.ts'
import { etatsDe, type Vise, viser } from '../db/envois.ts'
import { lireReglages } from '../db/reglages.ts'
import { asGenreAvis, quandPour } from '../domain/avis.ts'
import { asCode } from '../domain/etapes.ts'
import { remplir } from '../domain/mots.ts'
import { arretDe } from '../domain/plan.ts'
import { motRaison, type Raison } from '../domain/raisons.ts'
import { direRefus } from '../domain/rebond.ts'
import { motsDeLaSession } from '../lecture/mots-de-session.ts'

type Ports = { readonly db: Database; readonly clock: Clock; readonly keys: Keys }
type Nu = Omit<Message, 'suivi' | 'avis'>

/** Les mots de la coopérative, si elle en a écrit pour cette étape et que le message sait les remplir. */
const redire = async (tx: TenantTx, nu: Nu, s: Suivi, vise: Vise): Promise<Nu> => {
  const code = asCode(s.etape)
  if (!code || !s.champs) return nu
  const e = (await lireReglages(tx)).find((x) => x.code === code)
  if (!e || e.message || e.objet === '' || e.corps === '') return nu
  const session = vise.session ? await lireSession(tx, vise.session as SessionId) : undefined
  const valeurs = {
    ...(session ? motsDeLaSession(session, await lireOrganisme(tx)) : {}),
    ...s.champs,
    ...(s.champs.demiJournee ? { demi_journee: s.champs.demiJournee } : {}),
  }
  const texte = remplir(e.corps, valeurs)
  // Un lien que le texte n’aurait pas gardé : les mots du module valent mieux que ceux-là.
  if (s.champs.lien && !texte.includes(s.champs.lien)) return nu
  const { html: _, ...sans } = nu
  return { ...sans, objet: remplir(e.objet, valeurs), texte }
}

const raisonDe = async (
  tx: TenantTx,
  nu: Nu,
  s: Suivi,
  vise: Vise,
  cle: Buffer,
): Promise<Raison | undefined> => {
  const adresse = await etatDAdresse(tx, cle)
  if (adresse.enDefaut) return 'adresse'
  // Se désabonner ne vaut que pour les nouvelles : ce que le contrat doit part toujours.
  if (nu.desinscription !== undefined && adresse.desabonnee) return 'desabonnement'
  if (!s.seul) return undefined
  const arret = arretDe(await listerArrets(tx, vise.session), {
    session: vise.session,
    code: s.etape,
    personne: vise.personne,
  })
  return arret ? 'arret' : undefined
}

/** Ce qui suit une demi-journée part à son heure : une séance peut commencer avant huit heures. */
const aLHeure: ReadonlySet<string> = new Set(['lien-emargement'])

export const passerCourrier = (mailer: Mailer, { db, clock, keys }: Ports): Mailer => {
  const suivre = async (nu: Nu & { readonly id: string }, s: Suivi): Promise<void> => {
    const acces = { genre: 'tache', organisme: s.organisme } as const
    const cle = cleDAdresse(keys, s.organisme, nu.a)
    const pris = await db.withTenant(acces, async (tx) => {
      const vise = await viser(tx, {
        activite: s.activite,
        session: s.session ?? null,
        objet: s.objet ?? null,
        personne: s.personne ?? null,
        adresse: nu.a,
      })
      const dit = await redire(tx, nu, s, vise)
      const ligne = {
        ...vise,
        message: nu.id,
        code: s.etape,
        adresse: nu.a,
        objet: headerText(dit.objet, 300),
        seul: s.seul === true,
        le: clock.now(),
      }
      const raison = await raisonDe(tx, nu, s, vise, cle)
      if (raison) {
        await retenir(tx, ligne, raison)
        return { raison }
      }
      // Parti d’une tournée du matin, il fut peut-être refusé : la reprise ne sonne pas pour autant dans la nuit.
      const matin =
        s.seul && !aLHeure.has(s.etape)
          ? matinAttendu(clock.now(), (await lireOrganisme(tx)).zone)
          : undefined
      if (matin) return { matin }
      return { prise: await prendre(tx, ligne), dit, vise }
    })
    if (!pris) throw new EnvoiRetenu('organisme')
    if (pris.raison) throw new EnvoiRetenu(pris.raison)
    if (pris.matin) throw new EnvoiTropTot(pris.matin)
    if (pris.prise === 'parti') return
    if (pris.prise === 'fini') throw new EnvoiRetenu('serveur')
    if (pris.prise === 'ailleurs') throw new Error('Un autre ouvrier envoie ce message.')
    try {
      await mailer.send({ ...pris.dit, id: nu.id })
    } catch (erreur) {
      const { code, sort } = lireEchec(erreur)
      await db.withTenant(acces, async (tx) => {
        await finir(
          tx,
          nu.id,
          { etat: sort === 'plus-tard' ? 'attente' : 'refuse', refus: code },
          clock.now(),
        )
        if (sort === 'adresse')
          await marquerEnDefaut(tx, {
            cle,
            personne: pris.vise.personne,
            origine: 'serveur',
            refus: code,
            le: clock.now(),
          })
      })
      if (sort === 'plus-tard') throw erreur
      throw new EnvoiRetenu('serveur')
    }
    await db.withTenant(acces, (tx) => finir(tx, nu.id, { etat: 'parti' }, clock.now()))
  }

  /** Vrai : le message part maintenant. Faux : la personne le lira dans son résumé, ou n’en veut pas. */
  const veutMaintenant = async (
    nu: Nu & { readonly id: string },
    a: NonNullable<Message['avis']>,
  ): Promise<boolean> => {
    const genre = asGenreAvis(a.genre)
    if (!genre) return true
    return (
      (await db.withTenant({ genre: 'tache', organisme: a.organisme }, async (tx) => {
        const membre = await membreDe(tx, nu.a)
        if (!membre) return true
        const quand = quandPour(await lireChoix(tx, membre.compte), genre)
        const nouvelle = {
          a: membre,
          genre,
          cle: nu.id,
          phrase: a.phrase,
          href: a.href,
          le: clock.now(),
        }
        // Différée, elle attend le résumé ; sinon elle est dite, et sa page de nouvelles s’en souvient.
        if (quand === 'jour') await differer(tx, nouvelle)
        else await dire(tx, nouvelle)
        return quand === 'aussitot'
      })) ?? true
    )
  }

  return {
    async send({ suivi, avis, ...nu }) {
      const { id } = nu
      // Sans identifiant, une tâche rejouée ne se reconnaîtrait pas : rien à suivre.
      if (id === undefined || (!suivi && !avis)) return mailer.send(nu)
      if (avis && !(await veutMaintenant({ ...nu, id }, avis))) return
      if (suivi) return suivre({ ...nu, id }, suivi)
      return mailer.send(nu)
    },
    close: () => mailer.close(),
    sorts: async (tx, ids) =>
      new Map(
        (await etatsDe(tx, ids)).map((e) => [
          e.message,
          {
            etat: e.etat,
            le: e.le,
            pourquoi: e.raison ? `${motRaison[e.raison]}${e.refus ? ` (${direRefus(e.refus)})` : ''}` : null,
          },
        ]),
      ),
  }
}
