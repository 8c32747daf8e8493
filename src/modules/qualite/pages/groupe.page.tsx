/** Le besoin, le positionnement, une trace : écrits une fois pour plusieurs stagiaires d’une session. */
import { createHash } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { compter } from '#kernel/texte.ts'
import { droits, exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import { sessionsUrl, sessionUrl } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  CheckboxGroup,
  Field,
  FieldSection,
  Form,
  Page,
  SelectField,
  TextArea,
} from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { emptyForm, type FormOf, readForm, withAlert, withErrors } from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { lireParcoursDeSession, lireStagiaires, type Stagiaire } from '../db/parcours.ts'
import { motsDecision, motsMoyen, motsPrerequis, motsSuivi } from '../domain/parcours.ts'
import { ajouterSuivis, garderEntrees } from '../gestes/suivre-parcours.ts'
import { aujourdhui } from '../lecture/lire-score.ts'
import { groupeUrl, traceDeGroupeUrl } from '../liens.ts'
import { idDuJeton } from './commun.ts'
import { champsEntree, champsSuivi, enEntree, nomsDeLEntree, optionsDe } from './parcours.page.tsx'

/** Les inscriptions cochées ; une seule case cochée arrive seule. */
const pour = z
  .union([z.string().max(40), z.array(z.string().max(40)).max(500)])
  .optional()
  .transform((brut): string[] => (brut === undefined ? [] : typeof brut === 'string' ? [brut] : brut))
const entrees = champsEntree.omit({ rang: true }).extend({ pour })
const traces = champsSuivi.extend({ pour })
type FormEntrees = FormOf<typeof entrees>
type FormTraces = FormOf<typeof traces>

/** L’identifiant de la trace d’un stagiaire : le même formulaire reçu deux fois rend le même. */
const idDeTrace = (jeton: string, inscription: string): string => {
  const h = createHash('sha256').update(`${jeton}|${inscription}`).digest('hex')
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-8${h.slice(13, 16)}-a${h.slice(17, 20)}-${h.slice(20, 32)}`
}

type VueProps = {
  readonly session: string
  readonly stagiaires: readonly Stagiaire[]
  /** Ceux dont l’entrée n’est pas écrite. */
  readonly sansEntree: readonly Stagiaire[]
  readonly entree: FormEntrees
  readonly trace: FormTraces
}

const cases = (stagiaires: readonly Stagiaire[]) =>
  stagiaires.map((s) => ({ value: s.inscription, label: s.nom }))

const Vue = ({ session, stagiaires, sansEntree, entree, trace }: VueProps) => {
  const [premier] = stagiaires
  return (
    <Page
      title="Écrire pour tout le groupe"
      lede="Ce qui vaut pour plusieurs stagiaires s’écrit une fois. Ce qui est propre à l’un d’eux s’écrit ensuite sur sa page."
      path={[
        { libelle: 'Sessions', href: sessionsUrl() },
        { libelle: premier?.numero ?? '', href: sessionUrl({ session }) },
      ]}
      alert={entree.alert ?? trace.alert}
    >
      <Form
        form={trace}
        action={traceDeGroupeUrl({ session })}
        noms={{ suiviLe: 'Le', genre: 'Quoi', texte: 'Ce qui s’est dit', pour: 'Pour' }}
      >
        <FieldSection titre="Une trace de suivi">
          <Field form={trace} name="suiviLe" label="Le" />
          <SelectField
            form={trace}
            name="genre"
            label="Quoi"
            vide="choisir"
            options={optionsDe(motsSuivi)}
            span={2}
          />
          <TextArea form={trace} name="texte" label="Ce qui s’est dit, ou fait" rows={3} />
          <CheckboxGroup form={trace} name="pour" label="Pour" options={cases(stagiaires)} />
        </FieldSection>
        <Actions libelle="Ajouter la trace à chacun" genre="main" />
      </Form>
      {sansEntree.length === 0 ? (
        <p>L’entrée de chaque stagiaire est écrite.</p>
      ) : (
        <Form form={entree} action={groupeUrl({ session })} noms={{ ...nomsDeLEntree, pour: 'Pour' }}>
          <FieldSection titre={'Le besoin et le position\u00adnement'}>
            <Field
              form={entree}
              name="recueilliLe"
              label="Recueilli le"
              hint="avant le premier jour (indicateur 4)"
            />
            <SelectField
              form={entree}
              name="prerequis"
              label="Prérequis"
              vide="choisir"
              options={optionsDe(motsPrerequis)}
              span={2}
              hint={premier?.prerequis ? `l’offre demande : ${premier.prerequis}` : 'l’offre n’en dit rien'}
            />
            <TextArea form={entree} name="besoin" label="Ce que le groupe vient chercher" rows={3} />
            <Field
              form={entree}
              name="positionneLe"
              label="Positionné le"
              optional
              hint="le premier jour au plus tard (indicateur 8)"
            />
            <SelectField
              form={entree}
              name="moyen"
              label="Par"
              vide="pas encore fait"
              optional
              options={optionsDe(motsMoyen)}
              span={2}
            />
            <TextArea form={entree} name="resultat" label="Ce qu’il a montré" optional rows={3} />
            <SelectField
              form={entree}
              name="decision"
              label="Suite donnée"
              vide="pas encore décidé"
              optional
              options={optionsDe(motsDecision)}
            />
            <Field form={entree} name="decisionDetail" label="Laquelle" optional span={2} />
            <CheckboxGroup form={entree} name="pour" label="Pour" options={cases(sansEntree)} />
          </FieldSection>
          <Actions libelle="Garder l’entrée de chacun" genre="call" />
        </Form>
      )}
    </Page>
  )
}

const personne = 'Cochez au moins une personne.'

export const groupePage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) => {
  const ouvrir = (
    c: Context<Env>,
    work: (tx: TenantTx, session: string, stagiaires: readonly Stagiaire[]) => Promise<Response>,
  ) =>
    pourVisiteur(c, db, async (tx, visiteur) => {
      const session = asId<'Session'>(c.req.param('session') ?? '')
      const stagiaires = session ? await lireStagiaires(tx, session) : []
      const [premier] = stagiaires
      if (!session || !premier) return notFound(c)
      const estSien = premier.comptes.includes(visiteur.personneId)
      return peutVisiteur(visiteur, 'parcours.suivre', { estSien })
        ? work(tx, session, stagiaires)
        : forbidden(c, droits['parcours.suivre'].phrase)
    })
  const rendre = async (
    c: Context<Env>,
    tx: TenantTx,
    session: string,
    stagiaires: readonly Stagiaire[],
    forms: { entree?: FormEntrees; trace?: FormTraces } = {},
    status: 200 | 409 | 413 | 415 | 422 = 200,
  ) => {
    const ecrites = new Set(
      (await lireParcoursDeSession(tx, session)).flatMap((p) => (p.recueilli ? p.inscription : [])),
    )
    const jour = formaterDate(aujourdhui(clock.now()), 'chiffres')
    return c.html(
      <Vue
        session={session}
        stagiaires={stagiaires}
        sansEntree={stagiaires.filter((s) => !ecrites.has(s.inscription))}
        entree={forms.entree ?? emptyForm()}
        trace={forms.trace ?? emptyForm(undefined, { suiviLe: jour })}
      />,
      status,
    )
  }
  const retour = (c: Context<Env>, session: string, n: number, quoi: string) =>
    redirectWith(c, sessionUrl({ session }), {
      genre: 'fait',
      fort: `${quoi} pour ${compter(n, 'stagiaire')}.`,
    })
  return new Hono<Env>()
    .get(groupeUrl.modele, exigerDroit('parcours.suivre'), (c) =>
      ouvrir(c, (tx, session, stagiaires) => rendre(c, tx, session, stagiaires)),
    )
    .post(traceDeGroupeUrl.modele, exigerDroit('parcours.suivre'), async (c) => {
      const read = await readForm(traces, c)
      return ouvrir(c, async (tx, session, stagiaires) => {
        if (!read.ok) return rendre(c, tx, session, stagiaires, { trace: read.form }, read.status)
        const { suiviLe, genre, texte, pour: coches } = read.data
        const siens = stagiaires.filter((s) => coches.includes(s.inscription))
        const refuser = (champ: string, phrase: string) =>
          rendre(c, tx, session, stagiaires, { trace: withErrors(read.form, { [champ]: phrase }) }, 422)
        if (siens.length === 0) return refuser('pour', personne)
        const le = clock.now()
        const jeton = idDuJeton(read.form.jeton)
        const fait = await ajouterSuivis(
          tx,
          siens,
          { id: (s) => idDeTrace(jeton, s.inscription), le: suiviLe, genre, texte },
          aujourdhui(le),
          le,
        )
        return fait.ok
          ? retour(c, session, siens.length, 'La trace est gardée')
          : refuser(fait.error.champ, fait.error.phrase)
      })
    })
    .post(groupeUrl.modele, exigerDroit('parcours.suivre'), async (c) => {
      const read = await readForm(entrees, c)
      return ouvrir(c, async (tx, session, stagiaires) => {
        if (!read.ok) return rendre(c, tx, session, stagiaires, { entree: read.form }, read.status)
        const { pour: coches, ...d } = read.data
        const siens = stagiaires.filter((s) => coches.includes(s.inscription))
        const refuser = (champ: string, phrase: string) =>
          rendre(c, tx, session, stagiaires, { entree: withErrors(read.form, { [champ]: phrase }) }, 422)
        if (siens.length === 0) return refuser('pour', personne)
        const le = clock.now()
        const deja = new Set(
          (await lireParcoursDeSession(tx, session)).flatMap((p) => (p.recueilli ? p.inscription : [])),
        )
        // Personne n’est écrit si l’un d’eux l’est déjà : on le dit avant d’écrire.
        const alerte = {
          titre: 'Rien n’a été écrit',
          phrase: 'Quelqu’un vient d’écrire l’entrée de l’un d’eux : relisez la liste.',
        }
        if (siens.some((s) => deja.has(s.inscription)))
          return rendre(c, tx, session, stagiaires, { entree: withAlert(read.form, alerte) }, 409)
        const fait = await garderEntrees(tx, siens, enEntree(d), aujourdhui(le), le)
        if (fait.ok) return retour(c, session, siens.length, 'L’entrée est gardée')
        const { error } = fait
        return 'champ' in error
          ? refuser(error.champ, error.phrase)
          : rendre(c, tx, session, stagiaires, { entree: withAlert(read.form, alerte) }, 409)
      })
    })
}
