/** Les vues d’un message à plusieurs : l’écrire, le relire pour chacun, le lire parti. */
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { compter, enumerer } from '#kernel/texte.ts'
import { jourLocal } from '#kernel/zones.ts'
import type { SessionLue } from '#modules/sessions/index.ts'
import {
  Actions,
  Button,
  ButtonLink,
  CheckboxGroup,
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
import type { FormOf } from '#web/form.ts'
import { type Ecrit, publicsDEcrit } from '../db/ecrits.ts'
import type { MessageLu } from '../db/messages.ts'
import { motPublic } from '../domain/etapes.ts'
import { mots } from '../domain/mots.ts'
import { motsDUnEcrit } from '../ecrire-messages.ts'
import type { Envoyables } from '../envoyer-ecrit.ts'
import { ecritUrl, envoisUrl } from '../liens.ts'
import { Courriel, chemins, direEnvoi } from './commun.tsx'

export const fields = z.object({
  publics: plusieurs(publicsDEcrit, { min: 1, phrase: 'Choisissez à qui vous écrivez.' }),
  nature: choix(['service', 'information'], {
    phrase: 'Dites si ce message est dû au contrat, ou une information.',
  }),
  objet: texte({ min: 3, max: 200, vide: 'Écrivez l’objet du message.' }),
  corps: texte({ min: 10, max: 6000, vide: 'Écrivez le message.' }),
  revision: texte({ max: 10 }),
})
export type Formulaire = FormOf<typeof fields>

const natures = [
  { value: 'service', label: 'Service : dû à la formation (dates, lieu, pièces). Part à tous.' },
  {
    value: 'information',
    label:
      'Information : une nouvelle, une offre. Chacun peut s’en désabonner ; qui l’a fait n’en reçoit pas.',
  },
] as const

export const VueEcrire = ({
  session,
  form,
  reprend,
}: {
  session: SessionLue
  form: Formulaire
  reprend?: string
}) => (
  <Page
    title={reprend ? 'Reprendre le message' : 'Écrire à plusieurs'}
    lede={`${session.intitule}. Vous relirez le message pour chacun avant qu’il parte.`}
    path={[...chemins(session), { libelle: 'Envois et attentes', href: envoisUrl({ session: session.id }) }]}
    alert={form.alert}
  >
    <Form form={form} noms={{ publics: 'À qui', nature: 'Nature', objet: 'Objet', corps: 'Message' }}>
      <FieldSection titre="À qui">
        <CheckboxGroup
          form={form}
          name="publics"
          label="Destinataires"
          options={publicsDEcrit.map((value) => ({ value, label: motPublic[value] }))}
        />
        <RadioGroup form={form} name="nature" label="Ce message est" options={natures} />
      </FieldSection>
      <FieldSection titre="Le message">
        <Field form={form} name="objet" label="Objet" span={3} />
        <TextArea form={form} name="corps" label="Message" rows={12} />
        <details>
          <summary>Les mots qui se remplacent pour chacun</summary>
          <ul>
            {motsDUnEcrit.map((m) => (
              <li>
                <code>{`{${m}}`}</code> : {mots[m]}
              </li>
            ))}
          </ul>
        </details>
      </FieldSection>
      <Actions libelle="Relire avant d’envoyer">
        <a href={envoisUrl({ session: session.id })}>Renoncer</a>
      </Actions>
    </Form>
  </Page>
)

export const coches = z.object({
  revision: entier({ min: 1, max: 100_000 }),
  garde: z.union([z.string(), z.array(z.string())]).optional(),
})
export type Coches = FormOf<typeof coches>

export type VuEcrit = {
  readonly session: SessionLue
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

export const VueBrouillon = ({ session, ecrit, q, textes, form }: VuEcrit) => (
  <Page
    title="Relire et envoyer"
    lede={`${ecrit.nature === 'service' ? 'Message de service' : 'Message d’information'} : ${compter(q.partent.length, 'personne le recevra', { pluriel: 'personnes le recevront', zero: 'personne ne le recevra' })}.`}
    path={[...chemins(session), { libelle: 'Envois et attentes', href: envoisUrl({ session: session.id }) }]}
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
          <ButtonLink href={`${ecritUrl({ session: session.id, ecrit: ecrit.id })}/reprendre`}>
            Reprendre le texte
          </ButtonLink>{' '}
          <Button geste="jeter">Jeter ce brouillon</Button>
        </p>
      </Section>
    </Form>
  </Page>
)

export const VueParti = ({ session, ecrit, messages }: VuEcrit) => (
  <Page
    title={ecrit.objet}
    lede={`Parti le ${ecrit.confirmeLe ? formaterDate(jourLocal(ecrit.confirmeLe, session.zone), 'long') : ''}, ${ecrit.nature === 'service' ? 'message de service' : 'message d’information'}.`}
    path={[...chemins(session), { libelle: 'Envois et attentes', href: envoisUrl({ session: session.id }) }]}
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
