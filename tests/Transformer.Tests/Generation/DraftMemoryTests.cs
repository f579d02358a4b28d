using WeakToStrong.Transformer.Generation;

namespace WeakToStrong.Transformer.Tests.Generation;

public sealed class DraftMemoryTests
{
    private const double CopyChance = 0.8;

    [Fact]
    public void Recall_NothingLearned_IsTheCopy()
    {
        var memory = new DraftMemory();
        Assert.Equal(new Guess(7, CopyChance), memory.Recall([1, 2, 3], copied: 7, CopyChance));
        Assert.Null(memory.Recall([1, 2, 3], copied: null, CopyChance));
    }

    [Fact]
    public void Recall_AnEditThatWasMadeBefore_IsThatEdit()
    {
        var memory = new DraftMemory();
        for (var time = 0; time < 5; time++)
            memory.Learn([1, 2, 3], copied: 7, token: 9);
        var guess = memory.Recall([1, 2, 3], copied: 7, CopyChance)!.Value;
        Assert.Equal(9, guess.Token);
        Assert.Equal(5 / (5 + 1.0), guess.Chance, 12);
    }

    [Fact]
    public void Recall_ACopyThatWasWrongOnceInOtherWords_IsStillTheCopy()
    {
        var memory = new DraftMemory();
        memory.Learn([1], copied: 7, token: 9);
        var guess = memory.Recall([2], copied: 7, CopyChance)!.Value;
        Assert.Equal(7, guess.Token);
        Assert.Equal(4 * 0.8 / (1 + 4), guess.Chance, 12);
    }

    [Fact]
    public void Recall_LongerContextsThatWereMet_DecideBeforeShorterOnes()
    {
        var memory = new DraftMemory();
        for (var time = 0; time < 6; time++)
            memory.Learn([4, 4, 3], copied: null, token: 20);
        memory.Learn([1, 2, 3], copied: null, token: 21);
        Assert.Equal(21, memory.Recall([1, 2, 3], copied: null, CopyChance)!.Value.Token);
        Assert.Equal(20, memory.Recall([5, 5, 3], copied: null, CopyChance)!.Value.Token);
    }

    [Fact]
    public void Recall_AnotherCopy_IsAnotherContext()
    {
        var memory = new DraftMemory();
        memory.Learn([1, 2, 3], copied: 7, token: 9);
        Assert.Equal(8, memory.Recall([1, 2, 3], copied: 8, CopyChance)!.Value.Token);
    }

    [Fact]
    public void Learn_WhatComesMoreOftenLater_IsGuessedThen()
    {
        var memory = new DraftMemory();
        for (var time = 0; time < 100; time++)
            memory.Learn([3], copied: null, token: 20);
        for (var time = 0; time < 20; time++)
            memory.Learn([3], copied: null, token: 21);
        Assert.Equal(21, memory.Recall([3], copied: null, CopyChance)!.Value.Token);
    }

    [Fact]
    public void Clear_AfterLearning_ForgetsAll()
    {
        var memory = new DraftMemory();
        memory.Learn([1, 2, 3], copied: 7, token: 9);
        memory.Clear();
        Assert.Equal(new Guess(7, CopyChance), memory.Recall([1, 2, 3], copied: 7, CopyChance));
    }

    [Fact]
    public void Learn_FarMoreThanItHolds_StillGuessesWhatIsFrequent()
    {
        var memory = new DraftMemory();
        for (var token = 0; token < 400_000; token++)
        {
            memory.Learn([token, token + 1, token + 2, token + 3, token + 4], copied: token, token: token + 5);
            if (token % 10 == 0)
                memory.Learn([1, 2, 3], copied: 7, token: 9);
        }
        Assert.Equal(9, memory.Recall([1, 2, 3], copied: 7, CopyChance)!.Value.Token);
    }
}
