import { Hono } from 'hono'
import { formaterDuree } from '#kernel/heures.ts'
import { asId, type PersonneId } from '#kernel/id.ts'
import { uneLigne } from '#kernel/texte.ts'
import { droits, exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import { intervenants } from '#modules/tiers/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { postgresDrafts } from '#platform/drafts/postgres-drafts.ts'
import type { Services } from '#platform/services.ts'
import { readBody } from '#web/body.ts'
import { Actions, Button, Field, FieldSection, Form, Page, SelectField } from '#web/components.tsx'
import type { Env, Visiteur } from '#web/env.ts'
import { emptyForm, fieldValue, fromDraft, readForm, toDraft, withAlert } from '#web/form.ts'
import { forbidden } from '#web/http/errors.tsx'
import { type Flash, redirectWith } from '#web/http/flash.ts'
import { withQuery } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { lireSession, type OffreAPlanifier, offresAPlanifier } from '../db/sessions.queries.ts'
import { ecartDeDuree } from '../domain/ecart-de-duree.ts'
import { maxSeances } from '../domain/seance.ts'
import { passerALEtat } from '../gestes/changer-etat.ts'
import { planifier } from '../gestes/planifier.ts'
import { avertirIndisponibles, ensuite } from '../lecture/disponibilite.ts'
import { deQuiLit } from '../lecture/sienne.ts'
import { nouvelleSessionUrl, sessionsUrl, sessionUrl } from '../liens.ts'
import { type PrisesSessions, sansPrises } from '../prises.ts'
import { type Choix, Conditions, choixCommuns, heureDe, noms, OuEtAvecQui, Quand } from './champs-session.tsx'
import {
  ajouterJournee,
  avecRefusLisibles,
  type FormPlan,
  fields,
  gesteJournee,
  maxTitres,
  poserRefus,
  proposerDepart,
  rangAScinder,
  scinderRang,
} from './planifier.form.ts'

/** De quoi partir ; une salle plus petite le refusera. */
const capaciteOrdinaire = 12
const cleBrouillon = 'sessions.planifier'
/** La base garde 200 Ko par brouillon. */
const maxBrouillon = 190_000

type ChoixPlan = Choix & { readonly offres: readonly OffreAPlanifier[]; readonly direTitres: boolean }

const choixDe = async (tx: TenantTx, visiteur: Visiteur): Promise<ChoixPlan> => ({
  ...(await choixCommuns(tx, visiteur)),
  offres: await offresAPlanifier(tx),
  direTitres: peutVisiteur(visiteur, 'intervenants.tenir'),
})

const dureeDe = (o: OffreAPlanifier) => (o.minutes ? `, ${formaterDuree(o.minutes)}` : '')

/** La modalité écrite, à défaut celle de l’offre : c’est elle qu’aura la session. */
const seraMixte = (form: FormPlan, choix: ChoixPlan): boolean =>
  (fieldValue(form, 'modalite') || choix.offres.find((o) => o.id === fieldValue(form, 'offre'))?.modalite) ===
  'mixte'

/** Venue d’une mission ou d’une salle réservée, la page part de ses créneaux : le brouillon gardé l’attend, et elle ne l’ôte pas. */
type Venue = {
  readonly ailleurs?: boolean | undefined
  readonly gardeA?: string | undefined
  /** La salle réservée d’où l’on vient. */
  readonly reservation?: string | undefined
}
const envoiUrl = ({ ailleurs, reservation }: Venue) =>
  withQuery(nouvelleSessionUrl(), {
    ...(ailleurs ? { ailleurs: 'oui' } : {}),
    ...(reservation ? { reservation } : {}),
  })
/** Rangée avec les champs : le brouillon repris vient encore de la salle réservée. */
const LA_RESERVATION = 'reservation'
const LIEU_NON_RETENU =
  'La salle réservée n’y est pas liée : ses heures sont autres, ou qui tient vos salles le dira sur la page du bien.'

const Vue = ({
  form,
  choix,
  flash,
  ailleurs,
  gardeA,
  reservation,
}: { form: FormPlan; choix: ChoixPlan; flash?: Flash | undefined } & Venue) => {
  const envoi = envoiUrl({ ailleurs, reservation })
  return (
    <Page
      title="Planifier une session"
      lede="Trois choses suffisent : quoi, quand, avec qui. Le reste vient de l’offre du catalogue."
      path={[{ libelle: 'Sessions', href: sessionsUrl() }]}
      alert={form.alert}
      flash={flash}
      islands={['rangs']}
    >
      {gardeA ? (
        <p class="sub">
          Vous gardez un brouillon depuis {gardeA} : <a href={nouvelleSessionUrl()}>le reprendre</a>.
          Planifier celle-ci ne l’efface pas ; en garder un d’ici le remplacerait.
        </p>
      ) : null}
      <Form form={form} action={envoi} noms={noms}>
        <FieldSection titre="Quoi">
          <SelectField
            form={form}
            name="offre"
            label="Offre du catalogue"
            vide="choisir"
            span={2}
            options={choix.offres.map((o) => ({ value: o.id, label: `${o.intitule}${dureeDe(o)}` }))}
            {...(choix.offres.length === 0
              ? { hint: 'Aucune offre n’est validée : écrivez-en une au catalogue, puis validez-la.' }
              : {})}
          />
          <Field form={form} name="rythme" label="Rythme" optional hint="deux jours par semaine, le soir…" />
          <Conditions form={form} prixDeLOffre />
        </FieldSection>
        <Quand form={form} mixte={seraMixte(form, choix)} vers={envoi} />
        <OuEtAvecQui
          form={form}
          choix={choix}
          modaliteVide="celle de l’offre"
          direTitres={choix.direTitres}
        />
        <Actions libelle="Planifier la session" brouillon>
          <Button geste="ouvrir">Planifier et ouvrir les inscriptions</Button>{' '}
          <a href={sessionsUrl()}>Abandonner</a>
        </Actions>
      </Form>
    </Page>
  )
}

/** Tant qu’aucune fiche ne dit de titres, ceux que l’offre annonce : ils ne se recopient pas. */
const titresProposes = async (tx: TenantTx, choix: ChoixPlan, offre: string | undefined) => {
  const dits = choix.direTitres ? choix.offres.find((o) => o.id === offre)?.formateurs : undefined
  return dits && dits.length <= maxTitres && (await intervenants(tx)).every((i) => i.titres === '')
    ? dits
    : undefined
}

/** Un formateur ne planifie que les siennes : c'est lui qu'il affecte. */
const estLaSienne = (visiteur: Visiteur, formateurId: PersonneId | undefined) => ({
  estSien: formateurId === visiteur.personneId,
})

export const planifierPage = (
  { db, clock }: Pick<Services, 'db' | 'clock'>,
  prises: Pick<PrisesSessions, 'retenirSalle'> = sansPrises,
) =>
  new Hono<Env>()
    .use(nouvelleSessionUrl.modele, exigerDroit('sessions.planifier'))
    .get(nouvelleSessionUrl.modele, (c) =>
      pourVisiteur(c, db, async (tx, visiteur) => {
        const choix = await choixDe(tx, visiteur)
        const garde = await postgresDrafts.load(tx, cleBrouillon)
        const voulue = c.req.query('offre') ?? ''
        // Une seule réponse possible : elle est déjà choisie.
        const [seule] = choix.offres.length === 1 ? choix.offres : []
        const offre = asId<'Offre'>(voulue) ? voulue : seule?.id
        const neuf = async (): Promise<FormPlan> =>
          emptyForm(undefined, {
            zone: choix.zone,
            capacite: capaciteOrdinaire,
            offre,
            titres: await titresProposes(tx, choix, offre),
          })
        const creneaux = c.req.query('creneaux')
        const form: FormPlan = creneaux
          ? proposerDepart(await neuf(), {
              creneaux,
              lieu: c.req.query('lieu') ?? '',
              formateur: c.req.query('formateur') ?? '',
              capacite: c.req.query('capacite') ?? '',
            })
          : garde
            ? fromDraft(garde.valeurs)
            : await neuf()
        const flash: Flash | undefined =
          garde && !creneaux
            ? {
                genre: 'passe',
                fort: `Brouillon gardé à ${heureDe(garde.gardeLe, choix.zone)}.`,
                suite: 'Vous le reprenez où vous l’aviez laissé.',
              }
            : undefined
        const venue: Venue = creneaux
          ? {
              ailleurs: true,
              gardeA: garde && heureDe(garde.gardeLe, choix.zone),
              reservation: c.req.query('reservation'),
            }
          : { reservation: garde?.valeurs[LA_RESERVATION]?.[0] }
        return c.html(<Vue form={form} choix={choix} {...venue} {...(flash ? { flash } : {})} />)
      }),
    )
    .post(nouvelleSessionUrl.modele, async (c) => {
      const read = await readForm(fields, c, { rangs: maxSeances })
      const corps = await readBody(c.req.raw)
      const geste = corps.ok ? corps.raw.champs.get('geste')?.[0] : undefined
      const aScinder = rangAScinder(geste)
      const ailleurs = c.req.query('ailleurs') === 'oui'
      const reservation = c.req.query('reservation')
      const venue: Venue = { ailleurs, reservation }
      return pourVisiteur(c, db, async (tx, visiteur) => {
        const choix = await choixDe(tx, visiteur)
        if (aScinder !== undefined)
          return c.html(<Vue form={scinderRang(read.form, aScinder)} choix={choix} {...venue} />)
        if (geste === gesteJournee)
          return c.html(<Vue form={ajouterJournee(read.form)} choix={choix} {...venue} />)
        if (!read.ok) {
          const form = read.cause === 'fautes' ? avecRefusLisibles(read.form, read.valides) : read.form
          if (read.cause !== 'brouillon')
            return c.html(<Vue form={form} choix={choix} {...venue} />, read.status)
          const valeurs = {
            ...toDraft(read.form),
            ...(reservation ? { [LA_RESERVATION]: [reservation] } : {}),
          }
          if (JSON.stringify(valeurs).length > maxBrouillon)
            return c.html(
              <Vue
                form={withAlert(read.form, 'Ce brouillon est trop long pour être gardé.')}
                choix={choix}
                {...venue}
              />,
              409,
            )
          await postgresDrafts.save(tx, cleBrouillon, valeurs)
          const flash = {
            genre: 'fait',
            fort: `Brouillon gardé à ${heureDe(clock.now(), choix.zone)}.`,
            suite: 'Vous pouvez fermer cette page et la reprendre depuis « Sessions ».',
          } as const
          return c.html(<Vue form={read.form} choix={choix} {...venue} flash={flash} />)
        }
        const { data } = read
        if (!peutVisiteur(visiteur, 'sessions.planifier', estLaSienne(visiteur, data.formateurId)))
          return forbidden(c, droits['sessions.planifier'].phrase)
        const fait = await planifier(
          tx,
          {
            ...data,
            deQui: deQuiLit(visiteur),
            prixCentimes: data.prix,
            rythme: uneLigne(data.rythme),
            // Le champ n’est pas montré à qui ne tient pas ces fiches : ce qu’il aurait envoyé ne s’écrit pas.
            titres: choix.direTitres ? data.titres : '',
            id: (read.jeton && asId<'Session'>(read.jeton)) || newId<'Session'>(clock.now()),
            lieu: uneLigne(data.lieu),
            formateur: uneLigne(data.formateur),
            seances: data.seances.map((s) => ({
              jour: s.date,
              debut: s.debut,
              fin: s.fin,
              modalite: s.modalite,
            })),
          },
          clock.now(),
        )
        if (!fait.ok)
          return c.html(<Vue form={poserRefus(read.form, fait.error)} choix={choix} {...venue} />, 409)
        if (!ailleurs) await postgresDrafts.remove(tx, cleBrouillon)
        const retenue =
          reservation === undefined || (await prises.retenirSalle(tx, reservation, fait.value.id))
        const attention = await avertirIndisponibles(tx, fait.value.id, clock.now())
        const ecrite = await lireSession(tx, fait.value.id)
        const ouverte =
          read.geste === 'ouvrir'
            ? await passerALEtat(
                tx,
                { id: fait.value.id, vers: 'ouverte', motif: '', ailleurs: {} },
                clock.now(),
              )
            : undefined
        return redirectWith(c, sessionUrl({ session: fait.value.id }), {
          genre: 'fait',
          fort: `${fait.value.numero} est planifiée${ouverte?.ok ? ', ses inscriptions sont ouvertes' : ''}.`,
          ...ensuite(
            attention,
            ecrite && ecartDeDuree(ecrite),
            retenue ? undefined : LIEU_NON_RETENU,
            ouverte?.ok
              ? undefined
              : ouverte
                ? `Les inscriptions restent fermées : ${ouverte.error.phrase}`
                : 'Ouvrez les inscriptions quand tout est prêt.',
          ),
        })
      })
    })
