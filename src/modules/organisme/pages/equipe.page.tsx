// Long parce que la liste, l’invitation, la fiche d’un membre et son retrait partagent leurs champs et leurs mots.
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { type DateCivile, dateCivile, formaterDate } from '#kernel/dates.ts'
import type { PersonneId } from '#kernel/id.ts'
import { enumerer } from '#kernel/texte.ts'
import { jourLocal } from '#kernel/zones.ts'
import { type Adhesion, adhesions, appareilsUrl } from '#modules/comptes/index.ts'
import type { Portee } from '#platform/db/access.ts'
import {
  Actions,
  Button,
  ButtonLink,
  ChangesTable,
  CheckboxGroup,
  Chercher,
  Confirm,
  Etat,
  Field,
  FieldSection,
  Form,
  Page,
  Section,
  Table,
} from '#web/components.tsx'
import { pageContext } from '#web/context.ts'
import { enCsv, repondreCsv } from '#web/csv.ts'
import { type Change, changesSince, openedOn, rebase } from '#web/entre-temps.ts'
import type { Env, Visiteur } from '#web/env.ts'
import { courriel, date, facultatif, plusieurs } from '#web/fields.ts'
import { filtrer, lireMots } from '#web/filtrer.ts'
import { emptyForm, type FormState, readForm, withAlert } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { suiteOu } from '#web/links.ts'
import { listerEnseignes } from '../db/enseignes.queries.ts'
import { lireOrganisme } from '../db/organisme.queries.ts'
import { asRole, type Role, roles, rolesSensibles } from '../domain/droits.ts'
import { rolesOfferts } from '../domain/equipe.ts'
import type { EnseigneLue } from '../domain/lus.ts'
import type { Prises } from '../gestes/composer.ts'
import { changerMembre, deconnecterSesAppareils, inviterMembre, retirerMembre } from '../gestes/equipe.ts'
import type { PortsOrganisme } from '../gestes/ports.ts'
import { exigerDroit, peutVisiteur } from '../web/droits.ts'
import { deconnecterMembreUrl, equipeUrl, membreUrl, retirerMembreUrl } from '../web/liens.ts'
import {
  avecPorts,
  dansOrganisme,
  Export,
  enRetard,
  estPresent,
  idDe,
  ligne,
  nomDe,
  racine,
} from './commun.tsx'

const toute = 'toute'
const champRoles = plusieurs(rolesOfferts as [Role, ...Role[]], {
  min: 1,
  phrase: 'Choisissez au moins un rôle de la liste.',
})
/** Les enseignes offertes sont celles de la coopérative : l'identifiant d'une autre est refusé comme une faute. */
const fieldsDe = (enseignes: readonly EnseigneLue[]) =>
  z.object({
    courriel: courriel(),
    prenom: ligne({ min: 1, max: 80, vide: 'Écrivez le prénom.' }),
    nom: ligne({ min: 1, max: 80, vide: 'Écrivez le nom.' }),
    roles: champRoles,
    portee: plusieurs<string>([toute, ...enseignes.map((e) => e.id)]),
    au: facultatif(date()),
  })
const noms = {
  courriel: 'Courriel',
  prenom: 'Prénom',
  nom: 'Nom',
  roles: 'Rôles',
  portee: 'Enseignes',
  au: 'Jusqu’au',
}
type Champs = keyof z.input<ReturnType<typeof fieldsDe>>
type Formulaire = FormState<Champs>

/** Un rôle transversal voit tout ; hors CAE il n'y a qu'une enseigne. Ne rien choisir n'est pas tout donner. */
const porteeDe = (
  choisis: readonly Role[],
  coches: readonly string[],
  enseignes: readonly EnseigneLue[],
): Portee =>
  coches.includes(toute) || choisis.some((r) => roles[r].voitTout) || enseignes.length < 2
    ? '*'
    : enseignes.filter((e) => coches.includes(e.id)).map((e) => e.id)

const optionsRoles = rolesOfferts.map((r) => ({
  value: r,
  label: `${roles[r].nom}\u00a0: ${roles[r].phrase}`,
}))

const ChampsDuMembre = ({ form, enseignes }: { form: Formulaire; enseignes: readonly EnseigneLue[] }) => (
  <>
    <FieldSection titre="Ce qu’elle fait">
      <CheckboxGroup
        form={form}
        name="roles"
        label="Rôles"
        hint={`La direction seule donne ce qui ouvre des données sensibles : ${enumerer(rolesSensibles.map((r) => roles[r].nom))}. Elle et la personne en sont prévenues par courriel.`}
        options={optionsRoles}
      />
    </FieldSection>
    {enseignes.length > 1 ? (
      <FieldSection titre="Ce qu’elle voit">
        <CheckboxGroup
          form={form}
          name="portee"
          label="Enseignes"
          hint="La direction, la comptabilité, la qualité, l’équipe d’appui et l’audit voient toute la coopérative."
          options={[
            { value: toute, label: 'toute la coopérative' },
            ...enseignes.map((e) => ({ value: e.id, label: e.nom })),
          ]}
        />
      </FieldSection>
    ) : null}
    <FieldSection titre="Pour combien de temps">
      <Field
        form={form}
        name="au"
        label="Jusqu’au"
        hint="31/12/2027. Le dernier jour de l’accès, qui se ferme ensuite de lui-même. Toujours écrit pour qui audite ; ce rôle ne se donne pas avec un autre."
        inputmode="numeric"
        span={2}
        optional
      />
    </FieldSection>
  </>
)

const nomsDeRoles = (m: Adhesion): string =>
  enumerer(
    m.roles.map((r) => {
      const role = asRole(r)
      return role ? roles[role].nom : r
    }),
  )
const direPortee = (m: Adhesion, enseignes: readonly EnseigneLue[]): string =>
  m.portee === '*'
    ? 'toute la coopérative'
    : enumerer(m.portee.map((p) => enseignes.find((e) => e.id === p)?.nom ?? 'une enseigne'))

const direEtat = (m: Adhesion, jour: DateCivile): string => {
  const fin = m.au === null ? undefined : dateCivile(m.au)
  if (!estPresent(m, jour)) return fin ? `partie le ${formaterDate(fin)}` : 'partie'
  const etat = m.enAttente ? 'invitation en attente' : 'membre'
  return fin ? `${etat}, jusqu’au ${formaterDate(fin)}` : etat
}

type ListeProps = {
  readonly membres: readonly Adhesion[]
  readonly enseignes: readonly EnseigneLue[]
  readonly jour: DateCivile
  readonly gere: boolean
  readonly form: Formulaire
  readonly q?: string
}

const Liste = ({ membres, enseignes, jour, gere, form, q = '' }: ListeProps) => {
  const presents = filtrer(
    membres.filter((m) => estPresent(m, jour)),
    q,
    // Un courriel que la page ne montre pas ne se devine pas non plus.
    (m) => `${nomDe(m)} ${gere ? m.courriel : ''} ${nomsDeRoles(m)}`,
  )
  return (
    <Page
      title="Équipe"
      lede="Qui fait quoi dans la coopérative. Les droits suivent la fonction, jamais le statut d’associé."
      path={racine}
      alert={form.alert}
    >
      <Chercher quoi="Nom, rôle" url={equipeUrl()} q={q} rien={presents.length === 0}>
        <Table
          legende="Membres de l’équipe"
          lignes={presents}
          colonnes={[
            {
              titre: 'Personne',
              entete: true,
              cell: (m) => (
                <>
                  {gere ? <a href={membreUrl({ membre: m.compte })}>{nomDe(m)}</a> : nomDe(m)}
                  {gere ? <small> {m.courriel}</small> : null}
                </>
              ),
            },
            { titre: 'Rôles', cell: nomsDeRoles },
            { titre: 'Voit', cell: (m) => direPortee(m, enseignes) },
            {
              titre: 'État',
              cell: (m) => <Etat etat={m.enAttente ? 'a-venir' : 'prouve'} mot={direEtat(m, jour)} />,
            },
          ]}
        />
      </Chercher>
      {gere ? (
        <>
          <Export url={equipeUrl()} />

          <h2 class="feuille" id="inviter">
            Inviter
          </h2>
          <Form form={form} noms={noms}>
            <FieldSection titre="La personne">
              <Field form={form} name="prenom" label="Prénom" maxlength={80} />
              <Field form={form} name="nom" label="Nom" maxlength={80} />
              <Field form={form} name="courriel" label="Courriel" type="email" inputmode="email" />
            </FieldSection>
            <ChampsDuMembre form={form} enseignes={enseignes} />
            <Actions libelle="Inviter" />
          </Form>
        </>
      ) : null}
    </Page>
  )
}

const dire =
  (enseignes: readonly EnseigneLue[]) =>
  (nom: string, valeur: string): string | undefined => {
    const role = nom === 'roles' ? asRole(valeur) : undefined
    if (role) return roles[role].nom
    if (nom !== 'portee') return undefined
    return valeur === toute ? 'toute la coopérative' : enseignes.find((e) => e.id === valeur)?.nom
  }

type UnProps = {
  readonly m: Adhesion
  readonly enseignes: readonly EnseigneLue[]
  readonly form: Formulaire
  readonly changes?: readonly Change[]
}
const Un = ({ changes = [], ...p }: UnProps) => (
  <Page
    title={nomDe(p.m)}
    lede={p.m.courriel}
    path={[...racine, { libelle: 'Équipe', href: equipeUrl() }]}
    alert={p.form.alert}
  >
    <ChangesTable changes={changes} noms={noms} dire={dire(p.enseignes)} />
    <Form form={p.form} noms={noms}>
      <ChampsDuMembre form={p.form} enseignes={p.enseignes} />
      <Actions libelle="Enregistrer son accès" />
    </Form>
    {p.m.enAttente ? null : (
      <Section titre="Ses appareils" id="appareils">
        {pageContext().visiteur?.personneId === p.m.compte ? (
          <p>
            C’est vous{'\u00a0'}: <a href={appareilsUrl()}>vos appareils connectés</a> se ferment de votre
            compte, avec votre mot de passe.
          </p>
        ) : (
          <>
            <p>
              Un téléphone perdu, un doute{'\u00a0'}: chacun de ses appareils se ferme, dans toutes ses
              coopératives, et cette personne entre de nouveau avec son mot de passe.
            </p>
            <Form form={emptyForm()} action={deconnecterMembreUrl({ membre: p.m.compte })} classe="">
              <Button>Déconnecter ses appareils</Button>
            </Form>
          </>
        )}
      </Section>
    )}
    <Section titre="Retirer" id="retirer">
      <p>
        <ButtonLink href={retirerMembreUrl({ membre: p.m.compte })}>Retirer de l’équipe</ButtonLink>
      </p>
    </Section>
  </Page>
)

/** Ce qui ferme un accès se demande une fois, sur sa page : le bouton de la fiche y mène. */
const Retirer = ({ m, form = emptyForm() }: { readonly m: Adhesion; readonly form?: FormState }) => (
  <Page
    title={`Retirer ${nomDe(m)}`}
    heading="Retirer de l’équipe"
    path={[
      ...racine,
      { libelle: 'Équipe', href: equipeUrl() },
      { libelle: nomDe(m), href: membreUrl({ membre: m.compte }) },
    ]}
    alert={form.alert}
  >
    <Confirm
      form={form}
      titre={`Retirer ${nomDe(m)} de l’équipe\u202f?`}
      phrase="Son accès se ferme à l’instant, sans attendre sa date de fin. Ce qu’elle a fait ici garde son nom. Une nouvelle invitation la fera revenir."
      geste={`Retirer ${nomDe(m)}`}
      renoncer={{ libelle: 'Garder', href: membreUrl({ membre: m.compte }) }}
    />
  </Page>
)

const depuis = (m: Adhesion): Formulaire => {
  const au = m.au === null ? undefined : dateCivile(m.au)
  const form: Formulaire = emptyForm(undefined, {
    roles: m.roles,
    portee: m.portee === '*' ? [toute] : m.portee,
    au: au ? formaterDate(au, 'chiffres') : '',
  })
  return openedOn(form)
}

const chemin = membreUrl.modele

const enCsvMembres = (membres: readonly Adhesion[], enseignes: readonly EnseigneLue[], jour: DateCivile) =>
  enCsv(
    ['Prénom', 'Nom', 'Courriel', 'Rôles', 'Voit', 'État', 'Du', 'Au'],
    membres.map((m) => [
      m.prenom,
      m.nom,
      m.courriel,
      nomsDeRoles(m),
      direPortee(m, enseignes),
      direEtat(m, jour),
      m.du,
      m.au,
    ]),
  )

const ouvertes = (toutes: readonly EnseigneLue[]) => toutes.filter((e) => e.etat !== 'fermee')

export const equipePage = (prises: Prises) => {
  /** Le membre de l'adresse, présent ; une personne d'ailleurs, ou partie, est une page absente. */
  const unMembre = async (c: Context<Env>, ports: PortsOrganisme): Promise<Adhesion | undefined> => {
    const id = idDe<'Personne'>(c.req.param('membre')) as PersonneId | undefined
    return (await ports.membres()).find((m) => m.compte === id && estPresent(m, ports.jour))
  }
  const gere = (visiteur: Visiteur) => peutVisiteur(visiteur, 'membres.gerer')
  return new Hono<Env>()
    .get(equipeUrl(), exigerDroit('organisme.lire'), (c) =>
      dansOrganisme(c, async (tx, visiteur) => {
        const jour = jourLocal(c.get('services').clock.now(), (await lireOrganisme(tx)).zone)
        const [membres, enseignes] = [await adhesions(tx), await listerEnseignes(tx)]
        if (c.req.query('format') === 'csv' && gere(visiteur))
          return repondreCsv(c, 'equipe', enCsvMembres(membres, enseignes, jour))
        const form: Formulaire = emptyForm()
        return c.html(
          <Liste
            membres={membres}
            enseignes={ouvertes(enseignes)}
            jour={jour}
            gere={gere(visiteur)}
            form={form}
            q={lireMots(c)}
          />,
        )
      }),
    )
    .post(equipeUrl(), exigerDroit('membres.gerer'), (c) =>
      avecPorts(c, prises, async (ports) => {
        const enseignes = ouvertes(await ports.enseignes())
        const read = await readForm(fieldsDe(enseignes), c)
        const montrer = async (form: Formulaire, statut: 200 | 409 | 413 | 415 | 422) =>
          c.html(
            <Liste
              membres={await ports.membres()}
              enseignes={enseignes}
              jour={ports.jour}
              gere
              form={form}
            />,
            statut,
          )
        if (!read.ok) return montrer(read.form, read.status)
        const { portee, ...d } = read.data
        const fait = await inviterMembre(ports)({ ...d, portee: porteeDe(d.roles, portee, enseignes) })
        if (!fait.ok) return montrer(withAlert(read.form, fait.error.phrase), 409)
        return redirectWith(c, suiteOu(c, equipeUrl()), {
          genre: 'fait',
          fort: 'L’invitation part.',
          suite: `${d.prenom} ${d.nom} la recevra à ${d.courriel}.`,
        })
      }),
    )
    .get(chemin, exigerDroit('membres.gerer'), (c) =>
      avecPorts(c, prises, async (ports) => {
        const m = await unMembre(c, ports)
        if (!m) return notFound(c)
        const enseignes = ouvertes(await ports.enseignes())
        return c.html(<Un m={m} enseignes={enseignes} form={depuis(m)} />)
      }),
    )
    .post(chemin, exigerDroit('membres.gerer'), (c) => {
      const changer = async (ports: PortsOrganisme) => {
        const m = await unMembre(c, ports)
        if (!m) return notFound(c)
        const enseignes = ouvertes(await ports.enseignes())
        const read = await readForm(fieldsDe(enseignes).pick({ roles: true, portee: true, au: true }), c)
        const envoye: Formulaire = read.form
        if (!read.ok) return c.html(<Un m={m} enseignes={enseignes} form={envoye} />, read.status)
        const actuel = depuis(m)
        const changes = changesSince(envoye, actuel)
        const { roles: choisis, portee, au } = read.data
        const vue = porteeDe(choisis, portee, enseignes)
        const fait = await changerMembre(ports)(m.compte, choisis, vue, au, changes.length > 0)
        if (!fait.ok && fait.error.code === 'change-entre-temps') {
          const form = withAlert(rebase(envoye, actuel), enRetard(fait.error.phrase))
          return c.html(<Un m={m} enseignes={enseignes} form={form} changes={changes} />, 409)
        }
        if (!fait.ok)
          return c.html(<Un m={m} enseignes={enseignes} form={withAlert(envoye, fait.error.phrase)} />, 409)
        return redirectWith(c, equipeUrl(), {
          genre: 'fait',
          fort: 'Son accès est enregistré.',
          suite: nomDe(m),
        })
      }
      return avecPorts(c, prises, changer, { seul: true })
    })
    .post(deconnecterMembreUrl.modele, exigerDroit('membres.gerer'), (c) =>
      avecPorts(c, prises, async (ports) => {
        const m = await unMembre(c, ports)
        const read = await readForm(z.object({}), c)
        const fait = m && read.ok ? await deconnecterSesAppareils(ports)(m.compte) : undefined
        if (!m || !fait?.ok) return notFound(c)
        return redirectWith(c, membreUrl({ membre: m.compte }), {
          genre: 'fait',
          fort: 'Ses appareils sont déconnectés.',
          suite: `${nomDe(m)} entre de nouveau avec son mot de passe.`,
        })
      }),
    )
    .get(retirerMembreUrl.modele, exigerDroit('membres.gerer'), (c) =>
      avecPorts(c, prises, async (ports) => {
        const m = await unMembre(c, ports)
        return m ? c.html(<Retirer m={m} />) : notFound(c)
      }),
    )
    .post(retirerMembreUrl.modele, exigerDroit('membres.gerer'), (c) =>
      avecPorts(c, prises, async (ports) => {
        const id = idDe<'Personne'>(c.req.param('membre')) as PersonneId | undefined
        const read = await readForm(z.object({}), c)
        const m = (await ports.membres()).find((x) => x.compte === id)
        if (!m || !read.ok) return notFound(c)
        const fait = await retirerMembre(ports)(m.compte)
        if (fait.ok)
          return redirectWith(c, equipeUrl(), {
            genre: 'fait',
            fort: `${nomDe(m)} ne fait plus partie de l’équipe.`,
          })
        return c.html(<Retirer m={m} form={withAlert(read.form, fait.error.phrase)} />, 409)
      }),
    )
}
