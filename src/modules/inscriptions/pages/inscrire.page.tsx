import { Hono } from 'hono'
import { z } from 'zod'
import { asId } from '#kernel/id.ts'
import { compter, uneLigne } from '#kernel/texte.ts'
import { droits, exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import { estSienne, lireSession, type SessionLue, sessionsUrl, sessionUrl } from '#modules/sessions/index.ts'
import type { Tiers } from '#modules/tiers/index.ts'
import { newId } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { Actions, Field, FieldSection, Form, Page, RadioGroup, RepeatedRows } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { courriel, facultatif, rangs, siret, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, fieldValue, readForm, rowsOf, withAlert, withErrors } from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { compterInscrits } from '../db/inscriptions.queries.ts'
import { type Apprenant, inscrire, type RefusInscrire } from '../inscrire.ts'
import { inscrireUrl } from '../liens.ts'

const maxRangs = 60
const champs = ['prenom', 'nom', 'courriel', 'employeur', 'siret', 'choix'] as const

const apprenant = z
  .object({
    prenom: texte({ min: 1, max: 100, vide: 'Écrivez le prénom.' }),
    nom: texte({ min: 1, max: 100, vide: 'Écrivez le nom.' }),
    courriel: facultatif(courriel()),
    employeur: texte({ max: 200 }),
    siret: facultatif(siret()),
    choix: texte({ max: 40 }),
  })
  .refine((p) => p.siret === undefined || p.employeur !== '', {
    error: 'Nommez l’employeur de ce SIRET.',
    path: ['employeur'],
  })

const fields = z.object({
  apprenants: rangs(apprenant, { min: 1, max: maxRangs, phrase: 'Écrivez au moins une personne.' }),
})
type Formulaire = FormOf<typeof fields>

const enApprenant = (a: z.output<typeof apprenant>): Apprenant => ({
  prenom: uneLigne(a.prenom),
  nom: uneLigne(a.nom),
  courriel: a.courriel,
  employeur: a.employeur === '' ? undefined : { nom: uneLigne(a.employeur), siret: a.siret },
  choix: a.choix === 'autre' ? 'autre' : asId<'Tiers'>(a.choix),
})

/** Les rangs du formulaire qui ne sont pas vides : `readForm` laisse les autres de côté. */
const rangsRemplis = (form: Formulaire): number[] =>
  Array.from({ length: rowsOf(form, 'apprenants') }, (_, i) => i).filter((i) =>
    champs.some((c) => fieldValue(form, `apprenants[${i}].${c}`) !== ''),
  )

type Departages = ReadonlyMap<number, readonly Tiers[]>

const poserRefus = (form: Formulaire, refusees: readonly RefusInscrire[]) => {
  const remplis = rangsRemplis(form)
  const departages = new Map<number, readonly Tiers[]>()
  const erreurs: Record<string, string> = {}
  let alerte: string | undefined
  for (const r of refusees) {
    if (!('rang' in r)) {
      alerte ??= r.phrase
      continue
    }
    const i = remplis[r.rang] ?? 0
    if (r.code === 'a-departager') departages.set(i, r.candidats)
    erreurs[`apprenants[${i}].${r.code === 'a-departager' ? 'choix' : 'nom'}`] ??= r.phrase
  }
  const pose = withErrors(form, erreurs)
  return { form: alerte === undefined ? pose : withAlert(pose, alerte), departages }
}

const dire = (t: Tiers) =>
  `${t.prenom} ${t.nom}, ${t.courriel ?? 'sans courriel'}, ${t.employeur ?? 'employeur non renseigné'} : la même personne`

type VueProps = {
  readonly form: Formulaire
  readonly session: SessionLue
  readonly inscrits: number
  readonly departages?: Departages
}

const Vue = ({ form, session, inscrits, departages = new Map() }: VueProps) => (
  <Page
    title="Inscrire"
    heading={`Inscrire à ${session.intitule}`}
    lede={
      session.capacite === null
        ? undefined
        : `${compter(inscrits, 'inscrit')}, capacité ${session.capacite}. Toute la liste est inscrite, ou personne.`
    }
    path={[
      { libelle: 'Sessions', href: sessionsUrl() },
      { libelle: session.numero, href: sessionUrl({ session: session.id }) },
    ]}
    alert={form.alert}
    islands={departages.size > 0 ? [] : ['rangs']}
  >
    <Form form={form} action={inscrireUrl({ session: session.id })} noms={{ apprenants: 'Stagiaire' }}>
      <FieldSection titre="Qui" plein>
        <div class="fiches">
          <RepeatedRows
            form={form}
            name="apprenants"
            titre="Stagiaire"
            ajouter="Ajouter un stagiaire"
            max={maxRangs}
          >
            {(p, i) => (
              <>
                <Field form={form} name={`${p}.prenom`} label="Prénom" />
                <Field form={form} name={`${p}.nom`} label="Nom" />
                <Field form={form} name={`${p}.courriel`} label="Courriel" type="email" optional />
                <Field form={form} name={`${p}.employeur`} label="Employeur" optional />
                <Field form={form} name={`${p}.siret`} label="SIRET" inputmode="numeric" optional />
                {departages.has(i) ? (
                  <RadioGroup
                    form={form}
                    name={`${p}.choix`}
                    label="Est-ce une personne déjà connue ?"
                    options={[
                      ...(departages.get(i) ?? []).map((t: Tiers) => ({ value: t.id, label: dire(t) })),
                      { value: 'autre', label: 'une autre personne du même nom' },
                    ]}
                  />
                ) : null}
              </>
            )}
          </RepeatedRows>
        </div>
      </FieldSection>
      <Actions libelle="Inscrire">
        <a href={sessionUrl({ session: session.id })}>Revenir à la session</a>
      </Actions>
    </Form>
  </Page>
)

export const inscrirePage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) =>
  new Hono<Env>()
    .use('/sessions/:session/inscriptions/nouvelle', exigerDroit('inscriptions.inscrire'))
    .get('/sessions/:session/inscriptions/nouvelle', (c) =>
      pourVisiteur(c, db, async (tx, visiteur) => {
        const id = asId<'Session'>(c.req.param('session'))
        const session = id && (await lireSession(tx, id))
        if (!session) return notFound(c)
        const estSien = estSienne(session, visiteur.personneId)
        if (!peutVisiteur(visiteur, 'inscriptions.inscrire', { estSien }))
          return forbidden(c, droits['inscriptions.inscrire'].phrase)
        return c.html(
          <Vue form={emptyForm()} session={session} inscrits={await compterInscrits(tx, session.id)} />,
        )
      }),
    )
    .post('/sessions/:session/inscriptions/nouvelle', async (c) => {
      const read = await readForm(fields, c, { rangs: maxRangs })
      return pourVisiteur(c, db, async (tx, visiteur) => {
        const id = asId<'Session'>(c.req.param('session'))
        const session = id && (await lireSession(tx, id))
        if (!session) return notFound(c)
        const estSien = estSienne(session, visiteur.personneId)
        if (!peutVisiteur(visiteur, 'inscriptions.inscrire', { estSien }))
          return forbidden(c, droits['inscriptions.inscrire'].phrase)
        const inscrits = await compterInscrits(tx, session.id)
        if (!read.ok)
          return c.html(<Vue form={read.form} session={session} inscrits={inscrits} />, read.status)
        const fait = await inscrire(
          tx,
          session.id,
          read.jeton ?? newId(clock.now()),
          read.data.apprenants.map(enApprenant),
          clock.now(),
        )
        if (!fait.ok)
          return c.html(
            <Vue {...poserRefus(read.form, fait.error)} session={session} inscrits={inscrits} />,
            409,
          )
        return redirectWith(c, `${sessionUrl({ session: session.id })}#stagiaires`, {
          genre: 'fait',
          fort:
            fait.value.inscrits > 1
              ? `${fait.value.inscrits} personnes sont inscrites.`
              : 'Une personne est inscrite.',
        })
      })
    })
