import { Hono } from 'hono'
import { z } from 'zod'
import { asId } from '#kernel/id.ts'
import { compter, plier, uneLigne } from '#kernel/texte.ts'
import { instantDe, jourLocal } from '#kernel/zones.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import { type SessionLue, sessionsUrl, sessionUrl } from '#modules/sessions/index.ts'
import type { Tiers } from '#modules/tiers/index.ts'
import { newId } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  Button,
  CheckboxField,
  Field,
  FieldSection,
  Form,
  Page,
  RadioGroup,
  RepeatedRows,
  SelectField,
  TextArea,
} from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { choix, courriel, date, facultatif, rangs, siret, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, fieldValue, readForm, rowsOf, withAlert, withErrors } from '#web/form.ts'
import { redirectWith } from '#web/http/flash.ts'
import { type DossierLu, listerDossiers } from '../db/dossiers.queries.ts'
import { compterInscrits } from '../db/inscriptions.queries.ts'
import { listeStatutsF1, motRegime, type StatutF1, statutPropose, statutsF1 } from '../domain/dossier.ts'
import { type LigneLue, lireListe } from '../domain/liste-collee.ts'
import { type Apprenant, inscrire, type RefusInscrire } from '../inscrire.ts'
import { dossierUrl, inscrireUrl, nouveauDossierUrl } from '../liens.ts'
import { enEst } from '../portee.ts'
import { pourSession } from './commun.ts'

const maxRangs = 60
const champs = ['prenom', 'nom', 'courriel', 'employeur', 'siret', 'choix', 'statut'] as const

const apprenant = z
  .object({
    prenom: texte({ min: 1, max: 100, vide: 'Écrivez le prénom.' }),
    nom: texte({ min: 1, max: 100, vide: 'Écrivez le nom.' }),
    courriel: facultatif(courriel()),
    employeur: texte({ max: 200 }),
    siret: facultatif(siret()),
    choix: texte({ max: 40 }),
    statut: facultatif(choix(listeStatutsF1)),
  })
  .refine((p) => p.siret === undefined || p.employeur !== '', {
    error: 'Nommez l’employeur de ce SIRET.',
    path: ['employeur'],
  })

const fields = z
  .object({
    dossier: texte({ max: 40 }),
    liste: texte({ max: 20_000 }),
    statutCommun: facultatif(choix(listeStatutsF1)),
    remis: texte({ max: 5 }),
    remisLe: facultatif(date()),
    apprenants: rangs(apprenant, { max: maxRangs }),
  })
  .refine((d) => d.liste !== '' || d.apprenants.length > 0, {
    error: 'Écrivez au moins une personne.',
    path: ['apprenants'],
  })
type Formulaire = FormOf<typeof fields>
type Rang = z.output<typeof apprenant>

const estLAcheteur = (a: Rang, d: DossierLu | undefined): boolean =>
  d !== undefined &&
  d.personne !== null &&
  plier(`${a.nom} ${a.prenom}`) === plier(`${d.signataireNom} ${d.signatairePrenom}`) &&
  (a.courriel ?? null) === d.signataireCourriel

/** L'employeur laissé vide est l'entreprise qui achète : c'est elle qui envoie ses salariés. */
const enApprenant = (a: Rang, dossier: DossierLu | undefined, commun: StatutF1 | undefined): Apprenant => ({
  prenom: uneLigne(a.prenom),
  nom: uneLigne(a.nom),
  courriel: a.courriel,
  employeur:
    a.employeur !== ''
      ? { nom: uneLigne(a.employeur), siret: a.siret }
      : dossier?.acheteur === 'entreprise'
        ? { nom: dossier.client, siret: dossier.siret ?? undefined }
        : undefined,
  // Qui achète pour soi est déjà connu : sous son nom et son courriel, c'est bien cette personne.
  choix:
    a.choix === 'autre'
      ? 'autre'
      : (asId<'Tiers'>(a.choix) ?? (estLAcheteur(a, dossier) ? (dossier?.personne ?? undefined) : undefined)),
  statutF1: a.statut ?? commun,
})

/** La liste collée, mise en rangs après ceux déjà écrits : c'est là qu'on la corrige, ligne par ligne. */
const mettreEnRangs = (form: Formulaire, lues: readonly LigneLue[]): Formulaire => {
  const values = new Map(form.values)
  let i = rangsRemplis(form).length === 0 ? 0 : rowsOf(form, 'apprenants')
  for (const l of lues) {
    for (const champ of ['prenom', 'nom', 'courriel'] as const)
      values.set(`apprenants[${i}].${champ}`, [l[champ]])
    i += 1
  }
  values.set('liste', [''])
  return { ...form, values, rows: new Map([...form.rows, ['apprenants', i]]) }
}

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
  readonly dossier?: DossierLu | undefined
  readonly dossiers: readonly DossierLu[]
  readonly form: Formulaire
  readonly session: SessionLue
  readonly inscrits: number
  readonly departages?: Departages
}

const Vue = ({ form, session, inscrits, dossier, dossiers, departages = new Map() }: VueProps) => (
  <Page
    title="Inscrire"
    heading={dossier ? `Inscrire pour ${dossier.client}` : `Inscrire à ${session.intitule}`}
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
    <Form
      form={form}
      action={inscrireUrl({ session: session.id })}
      noms={{ apprenants: 'Stagiaire', liste: 'Liste' }}
    >
      <FieldSection titre="Pour qui">
        <SelectField
          form={form}
          name="dossier"
          label="Dossier client"
          vide={dossiers.length === 0 ? 'aucun dossier ouvert' : 'sans dossier, à compléter'}
          options={dossiers.map((d) => ({ value: d.id, label: `${d.client}, ${motRegime[d.regime]}` }))}
          hint={
            <>
              Il dit qui achète et qui paie.{' '}
              <a href={nouveauDossierUrl({ session: session.id })}>En ouvrir un</a>
            </>
          }
        />
        <SelectField
          form={form}
          name="statutCommun"
          label="Statut commun, à la date de l’action"
          vide="à dire plus tard"
          options={listeStatutsF1.map((x) => ({ value: x, label: statutsF1[x].mot }))}
          hint="Celui de la personne, pas de qui paie. Il se change ligne par ligne."
        />
        {dossier && dossier.regime !== 'sous-traitance-recue' ? (
          <>
            <CheckboxField
              form={form}
              name="remis"
              label="L’information préalable et le règlement intérieur leur ont été remis"
              hint="Avant l’inscription définitive (C. trav., art. L6353-8). Sinon, l’inscription attend la remise."
            />
            <Field form={form} name="remisLe" label="Remis le" optional hint="Vide : aujourd’hui." />
          </>
        ) : null}
      </FieldSection>
      <FieldSection titre="Coller une liste">
        <TextArea
          form={form}
          name="liste"
          label="Une personne par ligne : prénom, nom, courriel"
          optional
          rows={rangsRemplis(form).length > 0 ? 2 : 7}
          hint="« Agathe Pons agathe@exemple.fr », ou des colonnes copiées d’un tableur."
        />
        <p>
          <Button geste="rangs">Mettre en lignes pour corriger</Button>
        </p>
      </FieldSection>
      <FieldSection titre={rangsRemplis(form).length > 0 ? 'Qui' : 'Ou une à une'} plein>
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
                <SelectField
                  form={form}
                  name={`${p}.statut`}
                  label="Statut"
                  vide="le statut commun"
                  options={listeStatutsF1.map((x) => ({ value: x, label: statutsF1[x].mot }))}
                />
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

/** Le statut proposé par le dossier, jamais imposé : la liste le montre, on le change. */
const depart = (dossier: DossierLu | undefined): Formulaire =>
  emptyForm(undefined, {
    dossier: dossier?.id ?? '',
    statutCommun: dossier
      ? (statutPropose({
          ...dossier,
          dispositifs: dossier.financements.map((l) => l.dispositif),
        }) ?? '')
      : '',
    // Une personne qui achète pour elle-même vient, d'ordinaire.
    ...(dossier?.personne
      ? {
          apprenants: [
            {
              prenom: dossier.signatairePrenom ?? '',
              nom: dossier.signataireNom ?? '',
              courriel: dossier.signataireCourriel ?? '',
            },
          ],
        }
      : {}),
  })

const chemin = '/sessions/:session/inscriptions/nouvelle'

export const inscrirePage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) =>
  new Hono<Env>()
    .use(chemin, exigerDroit('inscriptions.inscrire'))
    .get(chemin, (c) =>
      pourSession(c, db, 'inscriptions.inscrire', async (tx, _visiteur, session, portee) => {
        const dossiers = (await listerDossiers(tx, session.id)).filter((d) => enEst(portee, d.id))
        const voulu = c.req.query('dossier')
        const dossier =
          dossiers.find((d) => d.id === voulu) ?? (dossiers.length === 1 ? dossiers[0] : undefined)
        return c.html(
          <Vue
            form={depart(dossier)}
            session={session}
            dossier={dossier}
            dossiers={dossiers}
            inscrits={await compterInscrits(tx, session.id)}
          />,
        )
      }),
    )
    .post(chemin, async (c) => {
      const read = await readForm(fields, c, { rangs: maxRangs })
      return pourSession(c, db, 'inscriptions.inscrire', async (tx, _visiteur, session, portee) => {
        const dossiers = (await listerDossiers(tx, session.id)).filter((d) => enEst(portee, d.id))
        const dossier = dossiers.find((d) => d.id === fieldValue(read.form, 'dossier'))
        const vue = { session, dossiers, dossier, inscrits: await compterInscrits(tx, session.id) }
        if (!read.ok) return c.html(<Vue form={read.form} {...vue} />, read.status)
        const { data } = read
        if ((data.dossier !== '' || portee !== 'tout') && !dossier)
          return c.html(
            <Vue
              form={withErrors(read.form, {
                dossier: 'Choisissez un dossier de cette session, que vous suivez.',
              })}
              {...vue}
            />,
            422,
          )
        const lues = lireListe(data.liste, maxRangs - data.apprenants.length)
        if (!lues.ok)
          return c.html(<Vue form={withErrors(read.form, { liste: lues.error.phrase })} {...vue} />, 422)
        const form = lues.value.length > 0 ? mettreEnRangs(read.form, lues.value) : read.form
        if (read.geste === 'rangs') return c.html(<Vue form={form} {...vue} />)
        const colles: Rang[] = []
        for (const [i, l] of lues.value.entries()) {
          const lu = apprenant.safeParse(l)
          if (lu.success) colles.push(lu.data)
          else
            return c.html(
              <Vue
                form={withErrors(form, {
                  [`apprenants[${rangsRemplis(form).length - lues.value.length + i}].courriel`]:
                    lu.error.issues[0]?.message ?? 'Cette ligne ne se lit pas.',
                } as Record<string, string>)}
                {...vue}
              />,
              422,
            )
        }
        const maintenant = clock.now()
        const jour = data.remisLe
        const remisLe =
          data.remis === '' || !dossier
            ? undefined
            : jour === undefined || jour === jourLocal(maintenant, session.zone)
              ? maintenant
              : instantDe(jour, 720, session.zone).instant
        const fait = await inscrire(
          tx,
          session.id,
          read.jeton ?? newId(maintenant),
          [...data.apprenants, ...colles].map((a) => enApprenant(a, dossier, data.statutCommun)),
          maintenant,
          dossier ? { dossier: dossier.id, remisLe } : undefined,
        )
        if (!fait.ok) return c.html(<Vue {...poserRefus(form, fait.error)} {...vue} />, 409)
        const { inscrits, enAttente } = fait.value
        const vers = dossier
          ? `${dossierUrl({ session: session.id, dossier: dossier.id })}#gens`
          : `${sessionUrl({ session: session.id })}#stagiaires`
        return redirectWith(c, vers, {
          genre: 'fait',
          fort:
            enAttente > 0
              ? `${compter(enAttente, 'inscription')} en préparation.`
              : inscrits > 1
                ? `${inscrits} personnes sont inscrites.`
                : 'Une personne est inscrite.',
          ...(enAttente > 0
            ? {
                suite:
                  enAttente > 1
                    ? 'Ce qui manque pour les rendre définitives est ici.'
                    : 'Ce qui manque pour la rendre définitive est ici.',
              }
            : {}),
        })
      })
    })
