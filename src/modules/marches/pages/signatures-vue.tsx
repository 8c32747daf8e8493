/** La convention signée : où en est chaque membre, le papier, et à qui sa coopérative l’envoie signer. */
import { formaterInstant, type Zone } from '#kernel/zones.ts'
import { signatairesUrl } from '#modules/organisme/index.ts'
import { Actions, ButtonLink, Etat, Form, Section, SelectField, Table } from '#web/components.tsx'
import { partiesDe } from '../domain/convention.ts'
import type { SignatureDeMembre } from '../domain/groupement.ts'
import { conventionDonneesUrl, conventionSigneeUrl } from '../liens.ts'
import { adresse, formDe, type Props } from './dossier-vue.tsx'

/** La dernière demande d’un membre ; celles d’avant ne sont là que refusées. */
const OuElleEnEst = ({ siennes, zone }: { siennes: readonly SignatureDeMembre[]; zone: Zone }) => (
  <>
    <Demande s={siennes.at(-1)} zone={zone} />
    {siennes.slice(0, -1).map((s) => (
      <div>
        <Etat etat="manquant" mot="refusée" /> par {s.nom}, {s.qualite}
        {s.refuseeLe ? `, le ${formaterInstant(s.refuseeLe, zone)}` : ''}, puis redemandée
        {` : « ${s.motif} »`}
      </div>
    ))}
  </>
)
const Demande = ({ s, zone }: { s: SignatureDeMembre | undefined; zone: Zone }) =>
  s === undefined ? (
    <Etat etat="manquant" mot="à faire signer" />
  ) : s.signeeLe ? (
    <>
      <Etat etat="prouve" mot="signée" /> {s.nom}, {s.qualite}, le {formaterInstant(s.signeeLe, zone)}
    </>
  ) : s.refuseeLe ? (
    <>
      <Etat etat="manquant" mot="refusée" /> {s.nom}, {s.qualite}, le {formaterInstant(s.refuseeLe, zone)}
      {` : « ${s.motif} »`}
    </>
  ) : (
    <>
      <Etat etat="a-venir" mot="attendue" /> {s.nom}, {s.qualite}
      {s.courriel === null ? '' : `, à ${s.courriel}`}, depuis le {formaterInstant(s.le, zone)}
    </>
  )

export const Signatures = ({ lu, revenu }: Props) => {
  const { convention, g } = lu.d
  if (g.etat !== 'constitue' || convention === null) return null
  const siennes = lu.d.signatures.filter((s) => s.version === convention.version)
  const mienne = siennes.findLast((s) => s.organisme === lu.moi)
  const [premier] = lu.signataires
  const form = formDe(revenu, 'signer', premier && { signataire: premier.id })
  return (
    <Section
      titre="La convention signée"
      id="signatures"
      sous="Le papier de cette version est figé : chaque membre le fait signer par qui l’engage, par un lien."
    >
      {convention.empreinte === null ? (
        <p>Cette version est d’avant que la convention se fige en papier : elle ne se signe pas par lien.</p>
      ) : (
        <>
          <Table
            legende="La signature de chaque membre"
            lignes={partiesDe(lu.d.membres, convention)}
            colonnes={[
              { titre: 'Membre', entete: true, cell: (m) => m.nom },
              {
                titre: 'Signature',
                cell: (m) => (
                  <OuElleEnEst siennes={siennes.filter((s) => s.organisme === m.organisme)} zone={g.zone} />
                ),
              },
            ]}
          />
          <p>
            Empreinte des données du papier : <code>{convention.empreinte.slice(0, 16)}…</code>{' '}
            <ButtonLink href={conventionSigneeUrl({ groupement: g.id })}>Lire le papier (PDF)</ButtonLink>{' '}
            <ButtonLink href={conventionDonneesUrl({ groupement: g.id })}>
              Emporter ses données (JSON)
            </ButtonLink>
          </p>
          {mienne?.signeeLe ? null : premier === undefined ? (
            <p>
              Personne ne peut signer de candidature à un marché pour votre coopérative :{' '}
              <a href={signatairesUrl()}>nommez qui l’engage</a>, puis revenez.
            </p>
          ) : (
            <Form form={form} action={adresse(lu, 'signer')} classe="court">
              <SelectField
                form={form}
                name="signataire"
                label="Qui signe pour votre coopérative"
                hint="le lien part à l’adresse de son compte"
                options={lu.signataires.map((s) => ({ value: s.id, label: `${s.nom}, ${s.qualite}` }))}
              />
              <Actions
                libelle={mienne ? 'Envoyer un nouveau lien' : 'Envoyer le lien pour signer'}
                genre="main"
              />
            </Form>
          )}
        </>
      )}
    </Section>
  )
}
