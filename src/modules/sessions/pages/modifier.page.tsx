import type { Context } from 'hono'
import { Hono } from 'hono'
import { dateCivile, formaterDate } from '#kernel/dates.ts'
import { formaterHeure } from '#kernel/heures.ts'
import { asId } from '#kernel/id.ts'
import { centimes, formaterCentimes } from '#kernel/montant.ts'
import { uneLigne } from '#kernel/texte.ts'
import { droits, exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import type { Database, TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { FieldSection, Form, Page } from '#web/components.tsx'
import type { Env, Visiteur } from '#web/env.ts'
import { emptyForm, fieldValue, readForm } from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { parIdentifiant } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { seancesFigees } from '../db/occupations.ts'
import { lireSession, type SessionLue } from '../db/sessions.queries.ts'
import { ecartDeDuree } from '../domain/ecart-de-duree.ts'
import { precisionDuLieu } from '../domain/lieu-ecrit.ts'
import { etatsModifiables } from '../domain/modifier-session.ts'
import { motDemiJournee, motEtat } from '../domain/mots.ts'
import { maxSeances } from '../domain/seance.ts'
import { principalDe, salleDe } from '../gestes/ce-qui-change.ts'
import { modifierSession } from '../gestes/modifier.ts'
import { avertirIndisponibles, ensuite } from '../lecture/disponibilite.ts'
import { deQuiLit, estSienne } from '../lecture/sienne.ts'
import { affecterUrl, modifierSessionUrl, sessionsUrl, sessionUrl } from '../liens.ts'
import { type PrisesSessions, sansPrises } from '../prises.ts'
import { ActionsDApercu, Apercu, apercevoir, direEnsuite, lireDemande } from './apercu.tsx'
import { type Choix, Conditions, choixCommuns, noms, OuEtAvecQui, Quand } from './champs-session.tsx'
import { type FormPlan, fieldsModifier, poserRefus, rangAScinder, scinderRang } from './planifier.form.ts'

/** Ce que le lieu dit de plus que la salle, l'établissement et la ville. */
const precisionDe = (s: SessionLue, choix: Choix): string => {
  const lieu = choix.lieux.find((l) => l.id === s.etablissement)
  return lieu ? precisionDuLieu(s.lieu, [salleDe(s)?.nom, lieu.nom, lieu.ville]) : s.lieu
}

const formDe = (s: SessionLue, choix: Choix): FormPlan => {
  const lui = principalDe(s)
  const id = lui && choix.formateurs.find((f) => f.id === lui.compte || f.id === (lui.personne as string))?.id
  return emptyForm(undefined, {
    revision: s.revision,
    modalite: s.modalite,
    salle: salleDe(s)?.id,
    etablissement: s.etablissement,
    lieu: precisionDe(s, choix),
    zone: s.zone,
    lienConnexion: s.lienConnexion,
    formateurId: id,
    formateur: id ? '' : s.formateur,
    capacite: s.capacite,
    effectifMin: s.effectifMin,
    prix: s.prixCentimes === null ? null : formaterCentimes(centimes(s.prixCentimes)),
    motif: s.seances.find((x) => x.motifJour)?.motifJour,
    seances: s.seances.map((x) => ({
      id: x.id,
      date: formaterDate(x.jour, 'chiffres'),
      debut: formaterHeure(x.debutMinutes),
      fin: formaterHeure(x.finMinutes),
      modalite: x.modalite,
    })),
  })
}

/** Du planning, on arrive avec une demi-journée glissée vers un autre jour : elle y est écrite, rien n'est encore changé. */
const glisser = (s: SessionLue, seance: string | undefined, vers: string | undefined): SessionLue => {
  const jour = dateCivile(vers ?? '')
  return jour === undefined
    ? s
    : { ...s, seances: s.seances.map((x) => (x.id === seance ? { ...x, jour } : x)) }
}

type VueProps = {
  readonly form: FormPlan
  readonly session: SessionLue
  readonly choix: Choix
  readonly emargees: ReadonlySet<string>
  readonly autres: readonly { readonly libelle: string; readonly href: string }[]
  readonly maintenant: Date
}

/** Ce qui change sans passer par ce formulaire : une seule demi-journée, une personne, un arrêt. */
const Autrement = ({ session, emargees, autres, maintenant }: Omit<VueProps, 'form' | 'choix'>) => {
  const libres = session.seances.filter((x) => x.tenue && x.fin > maintenant && !emargees.has(x.id))
  return (
    <FieldSection titre="Autre chose change" plein>
      {libres.length > 0 ? (
        <p>
          Qui anime, ou la salle, d’une seule demi-journée :{' '}
          {libres.slice(0, 6).map((x, i) => (
            <>
              {i > 0 ? ', ' : ''}
              <a href={affecterUrl({ session: session.id, seance: x.id })}>
                {formaterDate(x.jour, 'court')}, {motDemiJournee[x.demiJournee]}
              </a>
            </>
          ))}
          {libres.length > 6 ? `, et ${libres.length - 6} de plus sur la page de la session` : ''}.
        </p>
      ) : null}
      {autres.length > 0 ? (
        <p class="gestes-l">
          {autres.map((a, i) => (
            <>
              {i > 0 ? ' ' : ''}
              <a href={a.href}>{a.libelle}</a>
            </>
          ))}
        </p>
      ) : null}
    </FieldSection>
  )
}

const Vue = ({ form, session, choix, emargees, autres, maintenant }: VueProps) => (
  <Page
    title="Changer la session"
    lede={`${session.numero}, ${session.intitule}, aujourd’hui « ${motEtat[session.etat]} ».${
      emargees.size > 0 ? ' Une demi-journée émargée garde ses heures, sa salle et qui l’animait.' : ''
    }`}
    path={[
      { libelle: 'Sessions', href: sessionsUrl() },
      { libelle: session.numero, href: sessionUrl({ session: session.id }) },
    ]}
    alert={form.alert}
    islands={['rangs']}
  >
    <Form form={form} action={modifierSessionUrl({ session: session.id })} noms={noms} entree="apercu">
      <input type="hidden" name="revision" value={fieldValue(form, 'revision')} />
      <Quand
        form={form}
        emargees={emargees}
        mixte={(fieldValue(form, 'modalite') || session.modalite) === 'mixte'}
      />
      <OuEtAvecQui form={form} choix={choix} />
      <FieldSection titre="Conditions">
        <Conditions form={form} />
      </FieldSection>
      <ActionsDApercu session={session} />
      <Autrement session={session} emargees={emargees} autres={autres} maintenant={maintenant} />
    </Form>
  </Page>
)

const chemin = parIdentifiant(modifierSessionUrl)

/** La session de l'adresse, si elle existe ici et que l'on peut la planifier. */
export const pourPlanifier = (
  c: Context<Env>,
  db: Database,
  work: (tx: TenantTx, session: SessionLue, visiteur: Visiteur) => Promise<Response>,
): Promise<Response> =>
  pourVisiteur(c, db, async (tx, visiteur) => {
    const id = asId<'Session'>(c.req.param('session') ?? '')
    const session = id && (await lireSession(tx, id))
    if (!session) return notFound(c)
    if (!peutVisiteur(visiteur, 'sessions.planifier', { estSien: estSienne(session, visiteur.personneId) }))
      return forbidden(c, droits['sessions.planifier'].phrase)
    return work(tx, session, visiteur)
  })

export const modifierPage = (services: Services, prises: PrisesSessions = sansPrises) => {
  const { db, clock } = services
  return new Hono<Env>()
    .use(chemin, exigerDroit('sessions.planifier'))
    .get(chemin, (c) =>
      pourPlanifier(c, db, async (tx, session, visiteur) => {
        if (!etatsModifiables.has(session.etat))
          return redirectWith(c, sessionUrl({ session: session.id }), {
            genre: 'mal',
            fort: 'Cette session est finie ou annulée : elle ne se change plus.',
          })
        const choix = await choixCommuns(tx, visiteur)
        return c.html(
          <Vue
            form={formDe(glisser(session, c.req.query('seance'), c.req.query('jour')), choix)}
            session={session}
            choix={choix}
            emargees={await seancesFigees(tx, session.id)}
            autres={prises.autres(session, visiteur)}
            maintenant={clock.now()}
          />,
        )
      }),
    )
    .post(chemin, async (c) => {
      const read = await readForm(fieldsModifier, c, { rangs: maxSeances })
      const demande = await lireDemande(c)
      const aScinder = rangAScinder(demande.geste)
      return pourPlanifier(c, db, async (tx, session, visiteur) => {
        const choix = await choixCommuns(tx, visiteur)
        const emargees = await seancesFigees(tx, session.id)
        const vue = (form: FormPlan, status: 200 | 409 | 413 | 415 | 422 = 200) =>
          c.html(
            <Vue
              form={form}
              session={session}
              choix={choix}
              emargees={emargees}
              autres={prises.autres(session, visiteur)}
              maintenant={clock.now()}
            />,
            status,
          )
        if (aScinder !== undefined) return vue(scinderRang(read.form, aScinder))
        if (!read.ok) return vue(read.form, read.status)
        if (demande.geste === 'reprendre') return vue(read.form)
        const { data } = read
        // Un formateur ne donne pas sa session à un autre : c'est lui qu'il affecte.
        // Qui co-anime laisse en place qui anime d'abord.
        const lui = principalDe(session)
        const estSien =
          data.formateurId !== undefined &&
          (data.formateurId === visiteur.personneId ||
            data.formateurId === lui?.compte ||
            data.formateurId === (lui?.personne as string | undefined))
        if (!peutVisiteur(visiteur, 'sessions.planifier', { estSien }))
          return forbidden(c, droits['sessions.planifier'].phrase)
        const le = clock.now()
        const ouvert = formDe(session, choix)
        const lieuGarde = (['salle', 'etablissement', 'lieu'] as const).every(
          (n) => fieldValue(read.form, n) === fieldValue(ouvert, n),
        )
        const changer = () =>
          modifierSession(
            tx,
            {
              ...data,
              id: session.id,
              deQui: deQuiLit(visiteur),
              prixCentimes: data.prix,
              lieu: uneLigne(data.lieu),
              lieuGarde,
              formateur: uneLigne(data.formateur),
              seances: data.seances.map((s) => ({
                id: s.id,
                jour: s.date,
                debut: s.debut,
                fin: s.fin,
                modalite: s.modalite,
              })),
            },
            le,
          )
        const relire = () => lireSession(tx, session.id)
        const vu = await apercevoir(prises, tx, { visiteur, session, le, demande, relire }, changer)
        if (vu)
          return c.html(
            <Apercu
              titre="Changer la session"
              form={read.form}
              action={modifierSessionUrl({ session: session.id })}
              session={session}
              geste="Changer"
              {...vu}
            />,
          )
        const fait = await changer()
        if (!fait.ok) {
          const relue = await lireSession(tx, session.id)
          const perime = fait.error.some((r) => r.code === 'perime')
          const form = poserRefus(read.form, fait.error)
          // Relue, la page porte la révision du jour : renvoyer est alors une décision.
          return vue(
            perime && relue
              ? { ...form, values: new Map([...form.values, ['revision', [String(relue.revision)]]]) }
              : form,
            409,
          )
        }
        const dit = fait.value.change
          ? await direEnsuite(prises, services, tx, { visiteur, session, demande })
          : undefined
        const attention = await avertirIndisponibles(tx, session.id, clock.now())
        const ecrite = await lireSession(tx, session.id)
        return redirectWith(c, sessionUrl({ session: session.id }), {
          genre: 'fait',
          fort: fait.value.change ? 'La session est changée.' : 'Rien n’a changé.',
          ...ensuite(
            dit?.phrase,
            attention,
            ecrite && ecartDeDuree(ecrite),
            fait.value.change && session.etat === 'reportee'
              ? 'Rouvrez les inscriptions quand les nouvelles dates sont bonnes.'
              : undefined,
          ),
        })
      })
    })
}
