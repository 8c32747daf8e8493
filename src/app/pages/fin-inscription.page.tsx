import { Hono } from 'hono'
import { z } from 'zod'
import { asId } from '#kernel/id.ts'
import { compter, de, enumerer } from '#kernel/texte.ts'
import {
  type Attendait,
  cloreInscription,
  direDepart,
  enEst,
  finDe,
  finInscriptionUrl,
  type Inscrit,
  lireInscription,
  porteeDe,
  prevenirDeLAnnulation,
  quiLAttendait,
  retablirInscription,
} from '#modules/inscriptions/index.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import { type SessionLue, sessionsUrl, sessionUrl } from '#modules/sessions/index.ts'
import type { Services } from '#platform/services.ts'
import { CheckboxField, Confirm, Definitions, Field, Page } from '#web/components.tsx'
import { reunirFaits, type SessionContribution } from '#web/contributions.ts'
import type { Env } from '#web/env.ts'
import { caseCochee, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { pourSession, sessionPath } from './commun.ts'
import { ceQuUnDepartTouche, vientDArriver } from './depart.tsx'

const fields = z.object({
  motif: texte({ min: 3, max: 500, vide: 'Dites pourquoi : le motif entre dans le dossier.' }),
  prevenir: caseCochee(),
  dire: caseCochee(),
})
const retour = z.object({})

type VueProps = {
  readonly form: FormOf<typeof fields>
  readonly session: SessionLue
  readonly inscrit: Inscrit
  readonly presences: number
  readonly touche: Awaited<ReturnType<typeof ceQuUnDepartTouche>>
  /** Qui attendait cette personne, hors elle. */
  readonly attendaient: readonly Attendait[]
}

const nommer = (gens: readonly Attendait[]) => enumerer(gens.map((a) => `${a.nom} (${a.titre})`))

const Vue = ({ form, session, inscrit, presences, touche, attendaient }: VueProps) => {
  const joints = attendaient.filter((a) => a.courriel !== null)
  const muets = attendaient.filter((a) => a.courriel === null)
  const nom = `${inscrit.prenom} ${inscrit.nom}`
  const abandon = finDe(presences) === 'abandon'
  const geste = abandon ? 'Noter l’abandon' : 'Annuler l’inscription'
  return (
    <Page
      title={geste}
      path={[
        { libelle: 'Sessions', href: sessionsUrl() },
        { libelle: session.numero, href: sessionUrl({ session: session.id }) },
      ]}
      alert={form.alert}
    >
      <Confirm
        form={form}
        action={finInscriptionUrl({ session: session.id, inscription: inscrit.id })}
        titre={abandon ? `${nom} abandonne ?` : `Annuler l’inscription ${de(nom)} ?`}
        phrase={
          abandon
            ? `Ses ${presences} demi-journées suivies restent au registre ; son certificat n’en dira pas d’autres.`
            : 'La place se libère. L’inscription reste lisible, avec son motif.'
        }
        geste={geste}
        renoncer={{
          libelle: 'Garder l’inscription',
          href: `${sessionUrl({ session: session.id })}#stagiaires`,
        }}
      >
        <Definitions lignes={touche} />
        <Field form={form} name="motif" label="Motif, versé au dossier" span={3} />
        {abandon ? null : inscrit.courriel ? (
          <CheckboxField form={form} name="prevenir" label={`L’apprendre par courriel à ${nom}`} />
        ) : (
          <p class="sub">{nom} n’a pas de courriel : dites-le-lui de vive voix.</p>
        )}
        {joints.length > 0 ? (
          <CheckboxField
            form={form}
            name="dire"
            label={`L’apprendre aussi par courriel à ${nommer(joints)}`}
          />
        ) : null}
        {muets.length > 0 ? <p class="sub">À prévenir de vive voix : {nommer(muets)}.</p> : null}
      </Confirm>
    </Page>
  )
}

export const finInscriptionPage = (
  { db, clock, keys }: Pick<Services, 'db' | 'clock' | 'keys'>,
  contributions: readonly SessionContribution[],
) => {
  const chemin = `${sessionPath}/inscriptions/:inscription{[0-9a-f-]{36}}/fin` as const
  return new Hono<Env>()
    .use(chemin, exigerDroit('inscriptions.inscrire'))
    .use(`${chemin}/*`, exigerDroit('inscriptions.inscrire'))
    .get(chemin, (c) =>
      pourSession(c, db, 'inscriptions.inscrire', async (tx, visiteur, session) => {
        const id = asId<'Inscription'>(c.req.param('inscription'))
        const inscrit = id && (await lireInscription(tx, session.id, id))
        const portee = await porteeDe(tx, visiteur, 'inscriptions.inscrire', session)
        if (inscrit?.etat !== 'inscrit' || !enEst(portee, inscrit.dossier)) return notFound(c)
        const faits = await reunirFaits(contributions, tx, session.id, visiteur, clock.now())
        const presences = faits.presences.get(inscrit.id) ?? 0
        const form = emptyForm<'motif' | 'prevenir' | 'dire'>(undefined, { prevenir: 'on', dire: 'on' })
        const ici = { session, inscrit, presences }
        const touche = await ceQuUnDepartTouche(tx, contributions, { ...ici, visiteur, le: clock.now() })
        const attendaient = await quiLAttendait(tx, session, inscrit, clock.now())
        return c.html(<Vue form={form} {...ici} touche={touche} attendaient={attendaient} />)
      }),
    )
    .post(`${chemin}/retirer`, async (c) => {
      const lu = await readForm(retour, c)
      return pourSession(c, db, 'inscriptions.inscrire', async (tx, visiteur, session) => {
        const id = asId<'Inscription'>(c.req.param('inscription'))
        const inscrit = id && (await lireInscription(tx, session.id, id))
        const portee = await porteeDe(tx, visiteur, 'inscriptions.inscrire', session)
        if (!lu.ok || !inscrit || !enEst(portee, inscrit.dossier)) return notFound(c)
        const le = clock.now()
        const retiree = (await vientDArriver(tx, session, inscrit, le))
          ? await cloreInscription(
              tx,
              { session: session.id, id: inscrit.id, motif: 'Ajout par erreur', presences: 0 },
              le,
            )
          : undefined
        return redirectWith(
          c,
          `${sessionUrl({ session: session.id })}#stagiaires`,
          retiree?.ok
            ? {
                genre: 'fait',
                fort: `${inscrit.prenom} ${inscrit.nom} n’est plus inscrit·e.`,
                suite: 'Vous avez un quart d’heure pour revenir dessus.',
              }
            : {
                genre: 'mal',
                fort: 'Rien n’a changé.',
                suite: 'Un quart d’heure a passé, ou quelque chose lui est parti : annulez son inscription.',
              },
        )
      })
    })
    .post(`${chemin}/defaire`, async (c) => {
      const lu = await readForm(retour, c)
      return pourSession(c, db, 'inscriptions.inscrire', async (tx, visiteur, session) => {
        const id = asId<'Inscription'>(c.req.param('inscription'))
        const inscrit = id && (await lireInscription(tx, session.id, id))
        const portee = await porteeDe(tx, visiteur, 'inscriptions.inscrire', session)
        if (!lu.ok || !inscrit || !enEst(portee, inscrit.dossier)) return notFound(c)
        const fait = await retablirInscription(tx, { session: session.id, id: inscrit.id }, clock.now())
        return redirectWith(
          c,
          `${sessionUrl({ session: session.id })}#stagiaires`,
          fait.ok
            ? { genre: 'fait', fort: `${inscrit.prenom} ${inscrit.nom} est de nouveau inscrit·e.` }
            : { genre: 'mal', fort: 'Rien n’a changé.', suite: fait.error.phrase },
        )
      })
    })
    .post(chemin, async (c) => {
      const read = await readForm(fields, c)
      return pourSession(c, db, 'inscriptions.inscrire', async (tx, visiteur, session) => {
        const id = asId<'Inscription'>(c.req.param('inscription'))
        const inscrit = id && (await lireInscription(tx, session.id, id))
        const portee = await porteeDe(tx, visiteur, 'inscriptions.inscrire', session)
        if (!inscrit || !enEst(portee, inscrit.dossier)) return notFound(c)
        const faits = await reunirFaits(contributions, tx, session.id, visiteur, clock.now())
        const presences = faits.presences.get(inscrit.id) ?? 0
        const ici = { session, inscrit, presences }
        const relire = async () => ({
          ...ici,
          touche: await ceQuUnDepartTouche(tx, contributions, { ...ici, visiteur, le: clock.now() }),
          attendaient: await quiLAttendait(tx, session, inscrit, clock.now()),
        })
        if (!read.ok) return c.html(<Vue form={read.form} {...(await relire())} />, read.status)
        const fait = await cloreInscription(
          tx,
          { session: session.id, id: inscrit.id, motif: read.data.motif, presences },
          clock.now(),
        )
        if (!fait.ok)
          return c.html(<Vue form={withAlert(read.form, fait.error.phrase)} {...(await relire())} />, 409)
        const { vers, change } = fait.value
        // Pressé deux fois, ou rejoué bien après, l’envoi ne prévient personne de nouveau.
        const prevenue =
          change && vers === 'annule' && read.data.prevenir
            ? await prevenirDeLAnnulation({ keys, clock }, tx, session, inscrit)
            : false
        const dits = change && read.data.dire ? await direDepart({ keys, clock }, tx, session, inscrit) : 0
        const appris = [
          ...(prevenue ? [`${inscrit.prenom} ${inscrit.nom}`] : []),
          ...(dits > 0
            ? [compter(dits, 'personne qui l’attendait', { pluriel: 'personnes qui l’attendaient' })]
            : []),
        ]
        return redirectWith(c, `${sessionUrl({ session: session.id })}#stagiaires`, {
          genre: 'fait',
          fort: vers === 'abandon' ? 'L’abandon est noté.' : 'L’inscription est annulée.',
          ...(appris.length > 0
            ? { suite: `Un courriel l’apprend à ${enumerer(appris)}.` }
            : vers === 'abandon' || !change
              ? {}
              : { suite: 'Vous avez un quart d’heure pour revenir dessus.' }),
        })
      })
    })
}
