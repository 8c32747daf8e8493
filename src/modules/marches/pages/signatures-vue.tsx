/** La convention signée : où en est chaque membre, le papier, et à qui sa coopérative l’envoie signer. */
import { formaterInstant } from '#kernel/zones.ts'
import { Actions, ButtonLink, Etat, Field, Form, Section, Table } from '#web/components.tsx'
import { membresPresents, type SignatureDeMembre } from '../domain/groupement.ts'
import { conventionSigneeUrl } from '../liens.ts'
import { adresse, formDe, type Props } from './dossier-vue.tsx'

const OuElleEnEst = ({ s }: { s: SignatureDeMembre | undefined }) =>
  s === undefined ? (
    <Etat etat="manquant" mot="à faire signer" />
  ) : s.signeeLe ? (
    <>
      <Etat etat="prouve" mot="signée" /> {s.nom}, {s.qualite}, le {formaterInstant(s.signeeLe)}
    </>
  ) : s.refuseeLe ? (
    <>
      <Etat etat="manquant" mot="refusée" /> {s.nom}, {s.qualite} : « {s.motif} »
    </>
  ) : (
    <>
      <Etat etat="a-venir" mot="attendue" /> {s.nom}, {s.qualite}
      {s.courriel === null ? '' : `, à ${s.courriel}`}, depuis le {formaterInstant(s.le)}
    </>
  )

export const Signatures = ({ lu, revenu }: Props) => {
  const { convention, g } = lu.d
  if (g.etat !== 'constitue' || convention === null) return null
  const siennes = lu.d.signatures.filter((s) => s.version === convention.version)
  const mienne = siennes.find((s) => s.organisme === lu.moi)
  const form = formDe(
    revenu,
    'signer',
    mienne && { nom: mienne.nom, qualite: mienne.qualite, courriel: mienne.courriel },
  )
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
            lignes={membresPresents(lu.d)}
            colonnes={[
              { titre: 'Membre', entete: true, cell: (m) => m.nom },
              {
                titre: 'Signature',
                cell: (m) => <OuElleEnEst s={siennes.find((s) => s.organisme === m.organisme)} />,
              },
            ]}
          />
          <p>
            Empreinte du papier : <code>{convention.empreinte.slice(0, 16)}…</code>{' '}
            <ButtonLink href={conventionSigneeUrl({ groupement: g.id })}>Lire le papier (PDF)</ButtonLink>
          </p>
          {mienne?.signeeLe ? null : (
            <Form form={form} action={adresse(lu, 'signer')}>
              <Field form={form} name="nom" label="Qui signe pour votre coopérative" span={2} />
              <Field form={form} name="qualite" label="En qualité de" hint="gérante, président" />
              <Field form={form} name="courriel" label="Son courriel" span={2} />
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
