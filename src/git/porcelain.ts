import { simpleGit } from 'simple-git'

/** A repository of our own making, driven by git's own commands: for the demonstration. */
export type OwnRepository = {
  readonly commitAll: (message: string) => Promise<void>
  readonly tag: (name: string) => Promise<void>
  readonly lastMessage: () => Promise<string>
}

/** Makes a repository in an empty folder, with an identity of its own, apart from the person's configuration. */
export const makeRepository = async (folder: string): Promise<OwnRepository> => {
  const git = simpleGit(folder)
  await git.init(['--initial-branch=main'])
  for (const [key, value] of [
    ['user.name', 'Demo Person'],
    ['user.email', 'demo@example.com'],
    ['commit.gpgSign', 'false'],
  ] as const) {
    await git.addConfig(key, value)
  }
  return {
    commitAll: async (message) => {
      await git.add('-A')
      await git.commit(message)
    },
    tag: async (name) => {
      await git.raw(['tag', name])
    },
    lastMessage: async () => (await git.raw(['log', '-1', '--format=%B'])).trim(),
  }
}
