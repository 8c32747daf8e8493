import { Hono } from 'hono'
import { formaterCreneau, formaterDuree, formaterHeure } from '#kernel/heures.ts'
import { asId, type PersonneId } from '#kernel/id.ts'
import { enumerer, uneLigne } from '#kernel/texte.ts'
import { heureLocale, type Zone, zones } from '#kernel/zones.ts'
import {
  droits,
  type Etablissement,
  exigerDroit,
  lireOrganisme,
  listerEtablissements,
  peutVisiteur,
} from '#modules/organisme/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { postgresDrafts } from '#platform/drafts/postgres-drafts.ts'
import type { Services } from '#platform/services.ts'
import { readBody } from '#web/body.ts'
import {
  Actions,
  Button,
  Field,
  FieldSection,
  Form,
  Page,
  RepeatedRows,
  SelectField,
} from '#web/components.tsx'
import type { Env, Visiteur } from '#web/env.ts'
import {
  emptyForm,
  fieldError,
  fieldId,
  fieldValue,
  fromDraft,
  readForm,
  toDraft,
  withAlert,
} from '#web/form.ts'
import { forbidden } from '#web/http/errors.tsx'
import { type Flash, redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { type OffreAPlanifier, offresAPlanifier } from '../db/sessions.queries.ts'
import { nouvelleSessionUrl, sessionsUrl, sessionUrl } from '../liens.ts'
import { formateursAffectables, planifier } from '../usecases/planifier.ts'
import {
  type FormPlan,
  fields,
  gesteScinder,
  jourDu,
  maxSeances,
  poserRefus,
  rangAScinder,
  scinderRang,
  scissionDu,
} from './planifier.form.ts'

const cleBrouillon = 'sessions.planifier'
/** La base garde 200 Ko par brouillon. */
const maxBrouillon = 190_000

const noms = {
  offre: 'Offre du catalogue',
  seances: 'Séance',
  motif: 'Motif',
  etablissement: 'Lieu',
  lieu: 'Salle ou adresse',
  zone: 'Fuseau',
  formateurId: 'Formateur',
  formateur: 'Nom du formateur',
  capacite: 'Capacité',
}

type Choix = {
  readonly offres: readonly OffreAPlanifier[]
  readonly lieux: readonly Etablissement[]
  readonly formateurs: readonly { readonly id: string; readonly nom: string }[]
  readonly zone: Zone
}

const choixDe = async (tx: TenantTx): Promise<Choix> => ({
  offres: await offresAPlanifier(tx),
  lieux: (await listerEtablissements(tx)).filter((e) => e.fermeLe === null),
  formateurs: await formateursAffectables(tx),
  zone: (await lireOrganisme(tx)).zone,
})

const dureeDe = (o: OffreAPlanifier) => (o.minutes ? `, ${formaterDuree(o.minutes)}` : '')

/** Le refus d'un rang et, s'il peut se scinder, le bouton qui revient ici avec les rangs refaits. */
const RefusDuRang = ({ form, prefixe, rang }: { form: FormPlan; prefixe: string; rang: number }) => {
  const phrase = fieldError(form, prefixe)
  if (phrase === undefined) return null
  const parts = scissionDu(form, rang)
  return (
    <p class="erreur" id={fieldId(prefixe)} tabindex={-1}>
      {phrase}{' '}
      {parts ? (
        <Button genre="link" geste={gesteScinder(prefixe)}>
          La scinder : {enumerer(parts.map((p) => formaterCreneau(p.debut, p.fin)))}
        </Button>
      ) : null}
    </p>
  )
}

const Vue = ({ form, choix, flash }: { form: FormPlan; choix: Choix; flash?: Flash | undefined }) => (
  <Page
    title="Planifier une session"
    lede="Trois choses suffisent : quoi, quand, avec qui. Le reste vient de l’offre du catalogue."
    path={[{ libelle: 'Sessions', href: sessionsUrl() }]}
    alert={form.alert}
    flash={flash}
    islands={['rangs']}
  >
    <Form form={form} action={nouvelleSessionUrl()} noms={noms}>
      <FieldSection titre="Quoi">
        <SelectField
          form={form}
          name="offre"
          label="Offre du catalogue"
          vide="choisir"
          span={2}
          options={choix.offres.map((o) => ({ value: o.id, label: `${o.intitule}${dureeDe(o)}` }))}
          {...(choix.offres.length === 0
            ? { hint: 'Aucune offre n’est adoptée : le catalogue en lit et en adopte.' }
            : {})}
        />
        <Field form={form} name="capacite" label="Capacité" inputmode="numeric" hint="stagiaires au plus" />
      </FieldSection>
      <FieldSection titre="Quand" plein>
        <RepeatedRows form={form} name="seances" titre="Séance" ajouter="Ajouter une séance" max={maxSeances}>
          {(p, i) => (
            <>
              <Field
                form={form}
                name={`${p}.date`}
                label="Date"
                inputmode="numeric"
                hint={jourDu(form, i) ?? '22/03/2027'}
              />
              <Field form={form} name={`${p}.debut`} label="Début" placeholder="9 h" />
              <Field form={form} name={`${p}.fin`} label="Fin" placeholder="12 h 30" />
              <RefusDuRang form={form} prefixe={p} rang={i} />
            </>
          )}
        </RepeatedRows>
      </FieldSection>
      {fieldError(form, 'motif') || fieldValue(form, 'motif') !== '' ? (
        <FieldSection titre="Jour chômé">
          <Field form={form} name="motif" label="Motif, si vous gardez ce jour" span={3} />
        </FieldSection>
      ) : null}
      <FieldSection titre="Où">
        <SelectField
          form={form}
          name="etablissement"
          label="Lieu de la coopérative"
          vide="un autre lieu, à écrire"
          options={choix.lieux.map((l) => ({
            value: l.id,
            label: [l.nom, l.ville, l.capacite ? `${l.capacite} places` : ''].filter(Boolean).join(', '),
          }))}
        />
        <Field
          form={form}
          name="lieu"
          label="Salle ou adresse"
          optional
          hint="obligatoire hors de nos lieux"
        />
        <SelectField
          form={form}
          name="zone"
          label="Fuseau de la salle"
          hint="un lieu de la coopérative a le sien"
          options={Object.entries(zones).map(([value, label]) => ({ value, label }))}
        />
      </FieldSection>
      <FieldSection titre="Avec qui">
        <SelectField
          form={form}
          name="formateurId"
          label="Formateur"
          vide="quelqu’un d’autre"
          options={choix.formateurs.map((f) => ({ value: f.id, label: f.nom }))}
        />
        <Field
          form={form}
          name="formateur"
          label="Nom du formateur"
          optional
          hint="s’il n’a pas de compte ici"
        />
      </FieldSection>
      <Actions libelle="Planifier la session" brouillon>
        <a href={sessionsUrl()}>Abandonner</a>
      </Actions>
    </Form>
  </Page>
)

const heureDe = (instant: Date, zone: Zone) => formaterHeure(heureLocale(instant, zone).minute)

/** Un formateur ne planifie que les siennes : c'est lui qu'il affecte. */
const estLaSienne = (visiteur: Visiteur, formateurId: PersonneId | undefined) => ({
  estSien: formateurId === visiteur.personneId,
})

export const planifierPage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) =>
  new Hono<Env>()
    .use('/sessions/nouvelle', exigerDroit('sessions.planifier'))
    .get('/sessions/nouvelle', (c) =>
      pourVisiteur(c, db, async (tx) => {
        const choix = await choixDe(tx)
        const garde = await postgresDrafts.load(tx, cleBrouillon)
        const offre = c.req.query('offre') ?? ''
        const form: FormPlan = garde
          ? fromDraft(garde.valeurs)
          : emptyForm(undefined, { zone: choix.zone, ...(asId<'Offre'>(offre) ? { offre } : {}) })
        const flash: Flash | undefined = garde && {
          genre: 'passe',
          fort: `Brouillon gardé à ${heureDe(garde.gardeLe, choix.zone)}.`,
          suite: 'Vous le reprenez où vous l’aviez laissé.',
        }
        return c.html(<Vue form={form} choix={choix} {...(flash ? { flash } : {})} />)
      }),
    )
    .post('/sessions/nouvelle', async (c) => {
      const read = await readForm(fields, c, { rangs: maxSeances })
      const corps = await readBody(c.req.raw)
      const aScinder = rangAScinder(corps.ok ? corps.raw.champs.get('geste')?.[0] : undefined)
      return pourVisiteur(c, db, async (tx, visiteur) => {
        const choix = await choixDe(tx)
        if (aScinder !== undefined)
          return c.html(<Vue form={scinderRang(read.form, aScinder)} choix={choix} />)
        if (!read.ok) {
          if (read.cause !== 'brouillon') return c.html(<Vue form={read.form} choix={choix} />, read.status)
          const valeurs = toDraft(read.form)
          if (JSON.stringify(valeurs).length > maxBrouillon)
            return c.html(
              <Vue
                form={withAlert(read.form, 'Ce brouillon est trop long pour être gardé.')}
                choix={choix}
              />,
              409,
            )
          await postgresDrafts.save(tx, cleBrouillon, valeurs)
          const flash = {
            genre: 'fait',
            fort: `Brouillon gardé à ${heureDe(clock.now(), choix.zone)}.`,
            suite: 'Vous pouvez fermer cette page et la reprendre depuis « Sessions ».',
          } as const
          return c.html(<Vue form={read.form} choix={choix} flash={flash} />)
        }
        const { data } = read
        if (!peutVisiteur(visiteur, 'sessions.planifier', estLaSienne(visiteur, data.formateurId)))
          return forbidden(c, droits['sessions.planifier'].phrase)
        const fait = await planifier(
          tx,
          {
            ...data,
            id: (read.jeton && asId<'Session'>(read.jeton)) || newId<'Session'>(clock.now()),
            lieu: uneLigne(data.lieu),
            formateur: uneLigne(data.formateur),
            seances: data.seances.map((s) => ({ jour: s.date, debut: s.debut, fin: s.fin })),
          },
          clock.now(),
        )
        if (!fait.ok) return c.html(<Vue form={poserRefus(read.form, fait.error)} choix={choix} />, 409)
        await postgresDrafts.remove(tx, cleBrouillon)
        return redirectWith(c, sessionUrl({ session: fait.value.id }), {
          genre: 'fait',
          fort: `${fait.value.numero} est planifiée.`,
          suite: 'Ouvrez les inscriptions quand tout est prêt.',
        })
      })
    })
