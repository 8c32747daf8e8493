import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { asId } from '#kernel/id.ts'
import { compter, uneLigne } from '#kernel/texte.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import { newId } from '#platform/db/index.ts'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { readForm, withAlert, withErrors } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { fichierAEnregistrer } from '#web/http/fichier.ts'
import { redirectWith } from '#web/http/flash.ts'
import { gardee, parIdentifiant } from '#web/links.ts'
import { deprevoir, lireDistance, lireFichier, prevoir, recevoirListe } from '../gestes/distance.ts'
import { lireListeAPart } from '../lecture/liste-a-part.ts'
import { distanceUrl, fichierDistanceUrl, listeConnexionUrl } from '../liens.ts'
import {
  type FormListe,
  fieldsListe,
  fieldsPlan,
  fieldsRetrait,
  peutNoter,
  pourDistance,
} from './distance-commun.ts'
import { DistanceVue, detailDe, motGenre, nomDe } from './distance-vue.tsx'

const chemin = parIdentifiant(distanceUrl)

/** La liste, lue dans son ouvrier sans qu’aucune transaction l’attende ; rien si qui l’envoie ne peut pas, ou d’une demi-journée d’ailleurs. */
const lireLaListe = async (c: Context<Env>, seance: string, octets: Uint8Array) => {
  const ou: Parameters<typeof lireListeAPart>[] = []
  await pourDistance(c, true, async (_tx, _visiteur, session) => {
    for (const s of session.seances) if (s.id === seance) ou.push([octets, session.zone, s.jour])
    return c.body(null)
  })
  return ou[0] && lireListeAPart(...ou[0])
}

export const distancePages = new Hono<Env>()
  .use(chemin, exigerDroit('emargement.lire'))
  .use(`${chemin}/*`, exigerDroit('emargement.lire'))
  .get(chemin, (c) =>
    pourDistance(c, false, async (tx, visiteur, session) => {
      const v = await lireDistance(tx, session)
      if (c.req.query('format') === 'csv')
        return repondreCsv(
          c,
          `elements-probants-${session.numero}`,
          enCsv(
            ['Élément', 'Date', 'Pour', 'Ce que c’est', 'Détail', 'Fichier', 'Empreinte du fichier'],
            v.elements.map((e) => [
              motGenre[e.genre],
              e.le,
              nomDe(v, e.inscription),
              e.intitule,
              detailDe(e),
              e.fichier?.nom,
              e.fichier?.empreinte,
            ]),
          ),
        )
      return c.html(<DistanceVue v={v} note={peutNoter(visiteur, session)} />)
    }),
  )
  .post(chemin, async (c) => {
    const brut = await readForm(z.object({}), c)
    const geste = brut.ok ? brut.geste : undefined
    const [plan, liste, retrait] = [
      await readForm(fieldsPlan, c),
      await readForm(fieldsListe, c),
      await readForm(fieldsRetrait, c),
    ]
    const lue =
      geste === 'recevoir' && liste.ok
        ? await lireLaListe(c, liste.data.seance, liste.data.liste.octets)
        : undefined
    return pourDistance(c, true, async (tx, _visiteur, session) => {
      const services = c.get('services')
      const vers = distanceUrl({ session: session.id })
      const le = services.clock.now()
      if (geste === 'recevoir') {
        const montrer = async (form: FormListe, status: 200 | 409 | 413 | 415 | 422) =>
          c.html(<DistanceVue v={await lireDistance(tx, session)} note liste={form} />, status)
        if (!liste.ok) return montrer(liste.form, liste.status)
        const recue = await recevoirListe(services, tx, session, {
          id: (liste.jeton && asId<'ListeConnexion'>(liste.jeton)) || newId<'ListeConnexion'>(le),
          seance: liste.data.seance,
          nom: liste.data.liste.nom,
          octets: liste.data.liste.octets,
          lue,
        })
        if (!recue.ok)
          return montrer(
            recue.error.code === 'deja-recue'
              ? withAlert(liste.form, recue.error.phrase)
              : withErrors(liste.form, {
                  [recue.error.code === 'seance-inconnue' ? 'seance' : 'liste']: recue.error.phrase,
                }),
            recue.error.code === 'deja-recue' ? 409 : 422,
          )
        const { ignorees, sansJour } = recue.value
        const suites = [
          ...(ignorees > 0
            ? [`${compter(ignorees, 'ligne')} sans nom ni durée, laissée${ignorees > 1 ? 's' : ''} de côté.`]
            : []),
          ...(sansJour
            ? [
                'Elle ne dit pas de quel jour elle est : ses heures sont lues au jour de la demi-journée. Vérifiez que ce fichier est le sien.',
              ]
            : []),
        ]
        return redirectWith(c, listeConnexionUrl({ session: session.id, liste: recue.value.liste }), {
          genre: 'fait',
          fort: 'La liste est lue. Dites qui est qui.',
          ...(suites.length > 0 ? { suite: suites.join(' ') } : {}),
        })
      }
      if (geste === 'retirer') {
        if (!retrait.ok) return notFound(c)
        const fait = await deprevoir(services, tx, session, retrait.data.activite)
        return redirectWith(
          c,
          `${vers}#plan`,
          fait.ok
            ? { genre: 'fait', fort: 'L’activité est retirée du plan.' }
            : { genre: 'mal', fort: fait.error.phrase },
        )
      }
      if (!plan.ok)
        return c.html(<DistanceVue v={await lireDistance(tx, session)} note plan={plan.form} />, plan.status)
      await prevoir(services, tx, session, {
        id: (plan.jeton && asId<'ActivitePrevue'>(plan.jeton)) || newId<'ActivitePrevue'>(le),
        genre: plan.data.genre,
        intitule: uneLigne(plan.data.intitule),
        minutes: plan.data.minutes,
      })
      return redirectWith(c, `${vers}#plan`, { genre: 'fait', fort: 'L’activité est au plan.' })
    })
  })
  .get(gardee(fichierDistanceUrl, { empreinte: '[0-9a-f]{64}' }), (c) =>
    pourDistance(c, false, async (tx, _visiteur, session) => {
      const lu = await lireFichier(c.get('services'), tx, session, c.req.param('empreinte'))
      if (!lu) return notFound(c)
      return fichierAEnregistrer(lu)
    }),
  )
