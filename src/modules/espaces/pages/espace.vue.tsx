import type { Child } from 'hono/jsx'
import { type DateCivile, formaterDate, formaterPeriode } from '#kernel/dates.ts'
import { formaterCreneau } from '#kernel/heures.ts'
import { compter, de, plier } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { nomDuGenre } from '#modules/documents/index.ts'
import { droitsDesPersonnes, type GenreDemande, listeDroits, reponses } from '#modules/donnees/index.ts'
import { ouSuivre } from '#modules/sessions/index.ts'
import {
  Actions,
  ButtonLink,
  Copyable,
  Definitions,
  Empty,
  Etat,
  FieldSection,
  Form,
  PublicPage,
  Section,
  SelectField,
  Table,
  TextArea,
} from '#web/components.tsx'
import type { FormState } from '#web/form.ts'
import {
  type Espace,
  enCoursPuisPassees,
  type GenreEspace,
  nomsEspace,
  type PieceVue,
  type SessionVue,
} from '../domain/espace.ts'
import { espaceArchiveUrl, espaceDemandeUrl, espacePieceUrl } from '../liens.ts'
import { ARenoncer } from './renoncer.vue.tsx'

const jour = (j: string): string => formaterDate(j as DateCivile, 'court')
const jourDe = (iso: string): string => formaterDate(jourLocal(new Date(iso), ZONE_PAR_DEFAUT), 'court')
const periode = (s: SessionVue): string =>
  s.debut && s.fin ? formaterPeriode(s.debut as DateCivile, s.fin as DateCivile) : 'dates à fixer'

export type LiensDEspace = {
  /** Le lien, refait sous les clés de l’instance, de chaque signature attendue. */
  readonly signer: (demande: string, envois: number) => string
  readonly emarger: (invitation: string, envois: number) => string
  readonly agenda: string | undefined
  /** Où renoncer aux contrats signés par lien dont le délai court encore. */
  readonly renoncer: readonly { readonly numero: string; readonly href: string }[]
}

const Pieces = ({ pieces, jeton, vide }: { pieces: readonly PieceVue[]; jeton: string; vide: Child }) =>
  pieces.length === 0 ? (
    <p>{vide}</p>
  ) : (
    <ul>
      {pieces.map((p) => (
        <li>
          <a href={espacePieceUrl({ jeton, piece: p.id })}>
            {nomDuGenre(p.genre)}, {p.numero}
          </a>{' '}
          <span class="sub">PDF, du {jourDe(p.emiseLe)}</span>
        </li>
      ))}
    </ul>
  )

/** La salle, sauf si le lieu la dit déjà. */
const lieuDe = (x: SessionVue['seances'][number], s: SessionVue): string => {
  const lieu = ouSuivre(x, x.lieu ?? s.lieu)
  return x.salles && !plier(lieu).includes(plier(x.salles)) ? `${x.salles}, ${lieu}` : lieu
}

/** « lire et recevoir ses données » devient « lire et recevoir mes données », dit par la personne. */
const parMoi = (genre: string): string =>
  (droitsDesPersonnes[genre as GenreDemande]?.nom ?? genre)
    .replaceAll('ses ', 'mes ')
    .replace('s’opposer', 'm’opposer')

const Seances = ({ s }: { s: SessionVue }) => (
  <Table
    legende={`Demi-journées ${de(s.intitule)}`}
    lignes={s.seances}
    colonnes={[
      { titre: 'Jour', entete: true, cell: (x) => formaterDate(x.jour as DateCivile, 'complet') },
      { titre: 'Heures', cell: (x) => formaterCreneau(x.debut, x.fin) },
      { titre: 'Lieu', cell: (x) => lieuDe(x, s) },
      ...(s.seances.some((x) => !x.tenue)
        ? [{ titre: 'État', cell: (x: SessionVue['seances'][number]) => (x.tenue ? '' : 'n’aura pas lieu') }]
        : []),
    ]}
  />
)

const ASigner = ({ e, liens }: { e: Espace; liens: LiensDEspace }) => {
  const n = (e.aSigner?.length ?? 0) + (e.aEmarger?.length ?? 0)
  if (e.genre === 'intervenant') return null
  return (
    <Section titre="Ce qui vous attend" id="attend">
      {n === 0 ? (
        <Empty titre="Rien à signer">Ce qui demandera votre accord, ou votre présence, s’écrira ici.</Empty>
      ) : (
        <ul>
          {e.aEmarger?.map((v) => {
            const s = e.sessions.find((x) => x.seances.some((y) => y.id === v.seance))
            const x = s?.seances.find((y) => y.id === v.seance)
            return (
              <li>
                <a href={liens.emarger(v.id, v.envois)}>Signer ma présence</a>
                {x
                  ? ` : ${formaterDate(x.jour as DateCivile, 'complet')}, ${formaterCreneau(x.debut, x.fin)}`
                  : ''}
              </li>
            )
          })}
          {e.aSigner?.map((d) => (
            <li>
              <a href={liens.signer(d.id, d.envois)}>
                {d.acte === 'accuse' ? 'Lire et accuser réception' : 'Lire et signer'} : {nomDuGenre(d.genre)}
                , {d.numero}
              </a>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

const UneSession = ({ s, e, jeton, titre }: { s: SessionVue; e: Espace; jeton: string; titre: string }) => {
  const pieces = (e.pieces ?? []).filter((p) => p.session === s.id)
  return (
    <details open={titre === 'a-venir'}>
      <summary>
        <strong>{s.intitule}</strong>, {periode(s)} <span class="sub">({s.numero})</span>
      </summary>
      {s.inscription ? (
        <p>
          {s.inscription.etat === 'annule'
            ? 'Inscription annulée.'
            : `${s.inscription.etat === 'retracte' ? 'Vous avez renoncé à cette formation. ' : ''}${compter(s.inscription.signees, 'demi-journée signée', { pluriel: 'demi-journées signées' })} sur ${s.seances.filter((x) => x.tenue).length}.`}
        </p>
      ) : null}
      {s.lien ? (
        <p>
          À distance : <a href={s.lien}>rejoindre la classe</a>
        </p>
      ) : null}
      {s.seances.length > 0 ? <Seances s={s} /> : null}
      {s.gens && s.gens.length > 0 ? (
        <Table
          legende={`Personnes ${de(s.intitule)}`}
          lignes={s.gens}
          colonnes={[
            {
              titre: e.genre === 'client' ? 'Vos salariés' : 'Le groupe',
              entete: true,
              cell: (g) => `${g.prenom} ${g.nom}${g.etat === 'annule' ? ' (annulée)' : ''}`,
            },
            ...(e.genre === 'client'
              ? [
                  {
                    titre: 'Demi-journées signées',
                    nombre: true,
                    cell: (g: NonNullable<SessionVue['gens']>[number]) => String(g.signees ?? 0),
                  },
                  {
                    titre: 'Absences',
                    nombre: true,
                    cell: (g: NonNullable<SessionVue['gens']>[number]) => String(g.absences ?? 0),
                  },
                ]
              : []),
          ]}
        />
      ) : null}
      <Pieces
        pieces={pieces}
        jeton={jeton}
        vide={e.genre === 'intervenant' ? 'Aucun papier à lire encore.' : 'Aucun papier encore.'}
      />
    </details>
  )
}

const Sessions = ({ e, jeton, auj }: { e: Espace; jeton: string; auj: string }) => {
  const { aVenir, passees } = enCoursPuisPassees(e.sessions, auj)
  const sans = (e.pieces ?? []).filter((p) => !e.sessions.some((s) => s.id === p.session))
  return (
    <>
      <Section
        titre={e.genre === 'intervenant' ? 'Mes prochaines journées' : 'En cours et à venir'}
        id="a-venir"
      >
        {aVenir.length === 0 ? (
          <Empty titre="Rien n’est prévu">
            Une formation planifiée avec vous s’écrira ici, avec ses dates.
          </Empty>
        ) : (
          aVenir.map((s) => <UneSession s={s} e={e} jeton={jeton} titre="a-venir" />)
        )}
      </Section>
      {passees.length > 0 ? (
        <Section titre="Terminées" id="terminees">
          {passees.map((s) => (
            <UneSession s={s} e={e} jeton={jeton} titre="passee" />
          ))}
        </Section>
      ) : null}
      {sans.length > 0 ? (
        <Section titre="Autres papiers" id="papiers">
          <Pieces pieces={sans} jeton={jeton} vide="" />
        </Section>
      ) : null}
    </>
  )
}

const MesDonnees = ({
  e,
  jeton,
  form,
}: {
  e: Espace
  jeton: string
  form: FormState<'genre' | 'precision'>
}) => {
  const { personne: p, demandes = [], archive } = e
  const adresse = [p.adresse, p.codePostal, p.ville].filter(Boolean).join(' ')
  return (
    <Section
      titre="Mes données"
      id="donnees"
      sous="Ce que l’organisme a de vous pour vous joindre, et ce que vous pouvez lui demander (RGPD, articles 15 à 21)."
    >
      <Definitions
        lignes={[
          ['Nom', `${p.prenom} ${p.nom}`],
          ['Courriel', p.courriel ?? 'aucun'],
          ['Téléphone', p.telephone ?? 'aucun'],
          ...(adresse ? ([['Adresse', adresse]] as const) : []),
        ]}
      />
      {archive ? (
        <p>
          <ButtonLink href={espaceArchiveUrl({ jeton })} genre="main">
            Prendre mon archive (ZIP)
          </ButtonLink>{' '}
          <span class="sub">
            prête depuis le {jourDe(archive.composeeLe)}, jusqu’au {jourDe(archive.expireLe)}
          </span>
        </p>
      ) : null}
      {demandes.length > 0 ? (
        <Table
          legende="Mes demandes"
          lignes={demandes}
          colonnes={[
            {
              titre: 'Ma demande',
              entete: true,
              cell: (d) => parMoi(d.genre),
            },
            { titre: 'Reçue', cell: (d) => jour(d.recueLe) },
            {
              titre: 'Réponse',
              cell: (d) =>
                d.reponse ? (
                  <>
                    <Etat
                      etat={d.reponse === 'refusee' ? 'sans-objet' : 'prouve'}
                      mot={reponses[d.reponse as keyof typeof reponses]}
                    />{' '}
                    {d.suite}
                  </>
                ) : (
                  <Etat etat="a-venir" mot={`due avant le ${jour(d.echeance)}`} />
                ),
            },
          ]}
        />
      ) : null}
      <Form
        form={form}
        action={espaceDemandeUrl({ jeton })}
        noms={{ genre: 'Ma demande', precision: 'Précisions' }}
      >
        <FieldSection titre="Demander">
          <SelectField
            form={form}
            name="genre"
            label="Je veux"
            vide="choisir"
            options={listeDroits.map((value) => ({
              value,
              label: droitsDesPersonnes[value].nom
                .replaceAll('ses ', 'mes ')
                .replace('s’opposer', 'm’opposer'),
            }))}
            span={2}
          />
          <TextArea
            form={form}
            name="precision"
            label="Précisions"
            optional
            rows={3}
            hint="ce qui est faux et ce qui est juste, par exemple ; lu par la personne qui répond, et chiffré d’ici là"
          />
        </FieldSection>
        <Actions libelle="Envoyer ma demande" genre="main" />
      </Form>
      <p class="sub">
        Ce qui prouve votre formation se garde le temps que la loi demande, même si vous demandez l’effacement
        : la réponse dira quoi, et jusqu’à quand. Vous pouvez aussi saisir la CNIL.
      </p>
    </Section>
  )
}

export const EspaceVue = ({
  e,
  jeton,
  liens,
  auj,
  form,
}: {
  e: Espace
  jeton: string
  liens: LiensDEspace
  auj: string
  form: FormState<'genre' | 'precision'>
}) => {
  const genre = e.genre as Exclude<GenreEspace, 'agenda'>
  return (
    <PublicPage
      title={nomsEspace[genre].titre}
      maison={e.organisme.nom}
      lede={`${e.personne.prenom} ${e.personne.nom}, voici ${nomsEspace[genre].dit}. Ce lien est à vous seul·e, jusqu’au ${jourDe(e.expireLe)}.`}
      alert={form.alert}
    >
      <ASigner e={e} liens={liens} />
      <ARenoncer contrats={liens.renoncer} />
      <Sessions e={e} jeton={jeton} auj={auj} />
      {liens.agenda ? (
        <Section titre="Dans mon agenda" id="agenda">
          <p>
            Donnez cette adresse à votre agenda : il relira seul vos journées. L’organisme peut la retirer à
            tout moment.
          </p>
          <p>
            <Copyable valeur={liens.agenda} label="l’adresse de l’agenda" />
          </p>
        </Section>
      ) : null}
      <MesDonnees e={e} jeton={jeton} form={form} />
      <Section titre="Joindre l’organisme" id="joindre">
        <p>
          {e.organisme.nom}
          {e.organisme.telephone ? `, ${e.organisme.telephone}` : ''}
          {e.organisme.courriel ? (
            <>
              , <a href={`mailto:${e.organisme.courriel}`}>{e.organisme.courriel}</a>
            </>
          ) : null}
        </p>
      </Section>
    </PublicPage>
  )
}
