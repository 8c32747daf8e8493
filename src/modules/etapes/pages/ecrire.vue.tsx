/** Les vues d’un message à plusieurs : l’écrire, le relire pour chacun, le lire parti. */
import type { Child } from 'hono/jsx'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { compter, enumerer } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT, type Zone } from '#kernel/zones.ts'
import type { SessionLue } from '#modules/sessions/index.ts'
import {
  Actions,
  Button,
  ButtonLink,
  CheckboxGroup,
  Courriel,
  Empty,
  Etat,
  Field,
  FieldSection,
  Form,
  Page,
  RadioGroup,
  Section,
  Table,
  TextArea,
} from '#web/components.tsx'
import { choix, entier, plusieurs, texte } from '#web/fields.ts'
import { type FormOf, fieldValue } from '#web/form.ts'
import { type Choisie, type Ecrit, publicsDEcrit, separerMuets } from '../db/ecrits.ts'
import type { MessageLu } from '../db/messages.ts'
import { motPublic } from '../domain/etapes.ts'
import { type Mot, mots, motsCommuns, motsHorsSession } from '../domain/mots.ts'
import type { Envoyables } from '../gestes/envoyer-ecrit.ts'
import { ecritUrl, envoisUrl, messagesUrl, messageUrl } from '../liens.ts'
import { chemins, direEnvoi } from './commun.tsx'

/** D’où l’on écrit : une session, ou la coopérative. */
export type Cadre = {
  readonly de: string
  readonly path: ReturnType<typeof chemins>
  readonly retour: string
  readonly mots: readonly Mot[]
  readonly zone: Zone
  readonly adresse: (ecrit: string) => string
}
export const dansLaSession = (s: SessionLue): Cadre => ({
  de: s.intitule,
  path: [...chemins(s), { libelle: 'Envois et attentes', href: envoisUrl({ session: s.id }) }],
  retour: envoisUrl({ session: s.id }),
  mots: motsCommuns,
  zone: s.zone,
  adresse: (ecrit) => ecritUrl({ session: s.id, ecrit }),
})
export const horsSession: Cadre = {
  de: 'Hors d’une session',
  path: [{ libelle: 'Messages', href: messagesUrl() }],
  retour: messagesUrl(),
  mots: motsHorsSession,
  zone: ZONE_PAR_DEFAUT,
  adresse: (ecrit) => messageUrl({ ecrit }),
}

const champsTexte = {
  nature: choix(['service', 'information'], {
    phrase: 'Dites si ce message est dû au contrat, ou une information.',
  }),
  objet: texte({ min: 3, max: 200, vide: 'Écrivez l’objet du message.' }),
  corps: texte({ min: 10, max: 6000, vide: 'Écrivez le message.' }),
  revision: texte({ max: 10 }),
}
export const fields = z.object({
  publics: plusieurs(publicsDEcrit, { min: 1, phrase: 'Choisissez à qui vous écrivez.' }),
  ...champsTexte,
})
export type Formulaire = FormOf<typeof fields>
export const fieldsHorsSession = z.object({
  personne: z.union([z.string(), z.array(z.string())]).optional(),
  ...champsTexte,
})
export type FormulaireHorsSession = FormOf<typeof fieldsHorsSession>

const natures = [
  { value: 'service', label: 'Service : dû à la formation (dates, lieu, pièces). Part à tous.' },
  {
    value: 'information',
    label:
      'Information : une nouvelle, une offre. Chacun peut s’en désabonner ; qui l’a fait n’en reçoit pas.',
  },
] as const

const titreEcrire = (reprend: boolean) => (reprend ? 'Reprendre le message' : 'Écrire à plusieurs')
const noms = { publics: 'À qui', personne: 'À qui', nature: 'Nature', objet: 'Objet', corps: 'Message' }

const LeMessage = ({ form, cadre }: { form: Formulaire | FormulaireHorsSession; cadre: Cadre }) => {
  const f = form as FormOf<z.ZodObject<typeof champsTexte>>
  return (
    <FieldSection titre="Le message">
      <input type="hidden" name="revision" value={fieldValue(f, 'revision')} />
      <RadioGroup form={f} name="nature" label="Ce message est" options={natures} />
      <Field form={f} name="objet" label="Objet" span={3} />
      <TextArea form={f} name="corps" label="Message" rows={12} />
      <details>
        <summary>Les mots qui se remplacent pour chacun</summary>
        <ul>
          {cadre.mots.map((m) => (
            <li>
              <code>{`{${m}}`}</code> : {mots[m]}
            </li>
          ))}
        </ul>
      </details>
    </FieldSection>
  )
}

export const VueEcrire = ({
  session,
  form,
  reprend,
}: {
  session: SessionLue
  form: Formulaire
  reprend?: string
}) => {
  const cadre = dansLaSession(session)
  return (
    <Page
      title={titreEcrire(reprend !== undefined)}
      lede={`${cadre.de}. Vous relirez le message pour chacun avant qu’il parte.`}
      path={cadre.path}
      alert={form.alert}
    >
      <Form form={form} noms={noms}>
        <FieldSection titre="À qui">
          <CheckboxGroup
            form={form}
            name="publics"
            label="Destinataires"
            options={publicsDEcrit.map((value) => ({ value, label: motPublic[value] }))}
          />
        </FieldSection>
        <LeMessage form={form} cadre={cadre} />
        <Actions libelle="Relire avant d’envoyer">
          <a href={cadre.retour}>Renoncer</a>
        </Actions>
      </Form>
    </Page>
  )
}

/** Hors d’une session : d’abord les personnes, une case chacune. */
export const VueEcrireHorsSession = ({
  form,
  gens,
  gardes,
  filtre,
  tous,
  reprend,
}: {
  form: FormulaireHorsSession
  gens: readonly Choisie[]
  /** Qui est coché. */
  gardes: ReadonlySet<string>
  /** La recherche qui a donné ces personnes. */
  filtre?: Child
  /** La même page, toutes ces personnes cochées. */
  tous?: string
  reprend?: boolean
}) => {
  const { joignables, muets } = separerMuets(gens)
  return (
    <Page
      title={titreEcrire(reprend === true)}
      lede="Hors d’une session, à des personnes choisies. Vous relirez le message pour chacune avant qu’il parte."
      path={horsSession.path}
      alert={form.alert}
    >
      {filtre}
      {joignables.length === 0 ? (
        <Empty titre="Personne à qui écrire ici">
          {muets.length > 0
            ? 'Ces personnes n’ont pas de courriel : complétez leur fiche.'
            : 'Cherchez autrement : un début de nom, une autre liste.'}
        </Empty>
      ) : (
        <Form form={form} noms={noms}>
          <FieldSection titre="À qui">
            <fieldset class="cases">
              <legend>
                {gardes.size === 0
                  ? `${compter(joignables.length, 'personne')}, cochez qui le recevra`
                  : `${compter(joignables.filter((p) => gardes.has(p.id)).length, 'personne cochée', { pluriel: 'personnes cochées' })} sur ${joignables.length}, décochez qui ne le recevra pas`}
              </legend>
              {tous && gardes.size === 0 && joignables.length > 1 ? (
                <p>
                  <a href={tous}>Cocher les {joignables.length} personnes</a>
                </p>
              ) : null}
              {joignables.map((p) => (
                <label>
                  <input type="checkbox" name="personne" value={p.id} checked={gardes.has(p.id)} />
                  <span>
                    {p.prenom} {p.nom}
                    <small class="sub">
                      {p.courriel}
                      {p.employeur ? `, ${p.employeur}` : ''}
                    </small>
                  </span>
                </label>
              ))}
            </fieldset>
            {muets.length > 0 ? (
              <p>
                <Etat etat="manquant" mot="sans courriel" />{' '}
                {enumerer(muets.slice(0, 12).map((m) => `${m.prenom} ${m.nom}`))}
                {muets.length > 12 ? ` et ${muets.length - 12} de plus` : ''} : rien ne leur partira.
              </p>
            ) : null}
          </FieldSection>
          <LeMessage form={form} cadre={horsSession} />
          <p class="sub">
            Une offre à un particulier qui n’est pas déjà votre client demande son accord (CPCE, art. L34-5) ;
            à une adresse professionnelle, elle a rapport à son métier.
          </p>
          <Actions libelle="Relire avant d’envoyer">
            <a href={horsSession.retour}>Renoncer</a>
          </Actions>
        </Form>
      )}
    </Page>
  )
}

export const coches = z.object({
  revision: entier({ min: 1, max: 100_000 }),
  garde: z.union([z.string(), z.array(z.string())]).optional(),
})
export type Coches = FormOf<typeof coches>

export type VuEcrit = {
  readonly cadre: Cadre
  readonly ecrit: Ecrit
  readonly q: Envoyables
  readonly textes: ReadonlyMap<string, { readonly objet: string; readonly texte: string }>
  readonly messages: readonly MessageLu[]
  readonly form: Coches
}

const Ecartes = ({ q }: { q: Envoyables }) => (
  <>
    {q.ecartes.length > 0 ? (
      <ul>
        {q.ecartes.map((x) => (
          <li>
            <Etat etat="manquant" mot="écarté" /> {x.nom}, {x.courriel} : {x.pourquoi}.
          </li>
        ))}
      </ul>
    ) : null}
    {q.muets.length > 0 ? (
      <p>
        <Etat etat="manquant" mot="sans courriel" /> {enumerer(q.muets.map((m) => m.nom))}.
      </p>
    ) : null}
  </>
)

export const VueBrouillon = ({ cadre, ecrit, q, textes, form }: VuEcrit) => (
  <Page
    title="Relire et envoyer"
    lede={`${ecrit.nature === 'service' ? 'Message de service' : 'Message d’information'} : ${compter(q.partent.length, 'personne le recevra', { pluriel: 'personnes le recevront', zero: 'personne ne le recevra' })}.`}
    path={cadre.path}
    alert={form.alert}
  >
    <Form form={form}>
      <input type="hidden" name="revision" value={String(ecrit.revision)} />
      <Section
        titre="Pour chacun"
        id="apercu"
        sous={compter(q.partent.length, 'courriel', { zero: 'aucun' })}
      >
        {q.partent.length === 0 ? (
          <Empty titre="Personne ne le recevrait">
            Ni adresse, ni personne qui accepte ce message : changez les destinataires, ou la nature du
            message.
          </Empty>
        ) : (
          q.partent.map((d, i) => {
            const t = textes.get(d.cible)
            return (
              <div class="destinataire">
                <p>
                  <label>
                    <input type="checkbox" name="garde" value={d.cible} checked /> {d.prenom} {d.nom},{' '}
                    {d.courriel}
                  </label>
                </p>
                <details open={i === 0}>
                  <summary>
                    Ce que lira {d.prenom || d.nom}
                    <span class="unseen"> : {d.courriel}</span>
                  </summary>
                  {t ? <Courriel objet={t.objet} texte={t.texte} /> : null}
                </details>
              </div>
            )
          })
        )}
        <Ecartes q={q} />
        {ecrit.nature === 'information' ? (
          <p class="sub">Un lien pour ne plus recevoir d’informations s’ajoute au bas de chaque message.</p>
        ) : null}
      </Section>
      <Section titre="Envoyer" id="envoyer">
        <p>Confirmé, le message part une fois à chaque personne cochée, et ne se rattrape pas.</p>
        <p>
          {q.partent.length > 0 ? (
            <Button genre="call" geste="envoyer">
              Envoyer aux personnes cochées
            </Button>
          ) : null}{' '}
          <ButtonLink href={`${cadre.adresse(ecrit.id)}/reprendre`}>Reprendre le texte</ButtonLink>{' '}
          <Button geste="jeter">Jeter ce brouillon</Button>
        </p>
      </Section>
    </Form>
  </Page>
)

export const VueParti = ({ cadre, ecrit, messages }: VuEcrit) => (
  <Page
    title={ecrit.objet}
    lede={`Parti le ${ecrit.confirmeLe ? formaterDate(jourLocal(ecrit.confirmeLe, cadre.zone), 'long') : ''}, ${ecrit.nature === 'service' ? 'message de service' : 'message d’information'}.`}
    path={cadre.path}
  >
    <Section titre="Le message" id="message">
      <Courriel objet={ecrit.objet} texte={ecrit.corps} />
    </Section>
    <Section titre="À qui" id="a-qui" sous={compter(messages.length, 'personne')}>
      <Table
        legende="Destinataires et état de leur courriel"
        lignes={messages}
        colonnes={[
          { titre: 'Personne', entete: true, cell: (m) => m.nom },
          { titre: 'Adresse', cell: (m) => m.courriel },
          {
            titre: 'État',
            cell: (m) => (
              <Etat
                etat={
                  m.etat === 'parti'
                    ? 'prouve'
                    : m.etat === 'refuse'
                      ? 'manquant'
                      : m.etat === 'retenu'
                        ? 'a-juger'
                        : 'a-venir'
                }
                mot={m.etat ? direEnvoi({ etat: m.etat, raison: m.raison, refus: null }) : 'à la file'}
              />
            ),
          },
        ]}
      />
    </Section>
  </Page>
)
